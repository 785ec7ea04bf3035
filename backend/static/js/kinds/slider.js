// A range beside the field of a slider: it stands nowhere until it is moved, and can be cleared. The field stays the
// one that is sent. [data-slider] with data-least, -most and -step; data-silent hides the number.
import { each } from "../each.js";

function bind(slider) {
  const field = slider.querySelector("input");
  const clear = slider.querySelector("[data-clear]");
  const range = rangeOf(slider, field);
  const it = { slider, field, clear, range };
  slider.prepend(range);
  clear.hidden = false;
  if ("silent" in slider.dataset) {
    for (const shown of [field, ...slider.querySelectorAll(".affix > .soft")]) shown.hidden = true;
  }
  show(it);
  range.addEventListener("input", () => set(it, range.value));
  range.addEventListener("click", () => set(it, range.value));
  range.addEventListener("keydown", (event) => {
    if (field.value || ![" ", "Enter"].includes(event.key)) return;
    event.preventDefault();
    set(it, range.value);
  });
  field.addEventListener("input", () => show(it));
  clear.addEventListener("click", () => {
    set(it, "");
    range.focus();
  });
}

// The range takes the field's id, so that the question's label and the summary of errors lead to it.
function rangeOf(slider, field) {
  const { least, most, step } = slider.dataset;
  const range = Object.assign(document.createElement("input"), { type: "range", min: least, max: most, step, id: field.id });
  for (const name of ["aria-describedby", "aria-invalid"]) {
    if (field.hasAttribute(name)) range.setAttribute(name, field.getAttribute(name));
  }
  field.removeAttribute("id");
  field.setAttribute("aria-label", `${document.querySelector(`label[for="${range.id}"]`).textContent.trim()}: number`);
  return range;
}

function set(it, value) {
  it.field.value = value;
  show(it);
}

function show({ slider, field, clear, range }) {
  const number = Number(field.value.trim().replace(",", "."));
  const unset = !field.value.trim() || Number.isNaN(number);
  const middle = (Number(range.min) + Number(range.max)) / 2;
  range.value = unset ? middle : number;
  slider.classList.toggle("unset", unset);
  clear.hidden = !field.value;
  if (unset) range.setAttribute("aria-valuetext", "No answer yet");
  else range.removeAttribute("aria-valuetext");
}

each("[data-slider]", bind);
