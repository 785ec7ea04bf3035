// A long list that can be searched: a combobox with a listbox (ARIA Authoring Practices) in place of the select, which
// stays the field of the form. select[data-combobox]
import { each } from "../each.js";

const NOTHING = "No choice contains that";
const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

function bind(select) {
  const it = build(select);
  select.hidden = true;
  select.before(it.box);
  withOther(it);
  it.input.value = chosen(it);
  addEventListener("pageshow", () => (it.input.value = chosen(it)));
  it.input.addEventListener("input", () => (search(it), open(it)));
  it.input.addEventListener("keydown", (event) => key(event, it));
  it.input.addEventListener("click", () => (search(it, ""), open(it)));
  it.input.addEventListener("focus", () => it.input.select());
  it.input.addEventListener("blur", () => leave(it));
  it.button.addEventListener("click", () => {
    if (it.list.hidden) it.input.click();
    else close(it);
    it.input.focus();
  });
  it.list.addEventListener("pointerdown", (event) => event.preventDefault());
  it.list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) pick(it, option);
  });
}

function build(select) {
  const name = nameOf(select);
  const box = element("div", `combobox ${select.className}`.trim());
  const input = element("input", "", { type: "text", id: select.id, role: "combobox", autocomplete: "off", dir: "auto" });
  const button = element("button", "caret", { type: "button", tabindex: "-1", "aria-label": `Show the list: ${name}` });
  const list = element("ul", "listbox", { id: `${select.id}-list`, role: "listbox", "aria-label": name });
  const status = element("p", "visually-hidden", { role: "status" });
  const set = { "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id, spellcheck: "false" };
  for (const attribute of ["aria-describedby", "aria-invalid"]) {
    if (select.hasAttribute(attribute)) set[attribute] = select.getAttribute(attribute);
  }
  for (const [attribute, value] of Object.entries(set)) input.setAttribute(attribute, value);
  input.placeholder = select.options[0].text;
  select.removeAttribute("id");
  list.hidden = true;
  box.dataset.nothing = NOTHING;
  box.append(input, button, list, status);
  let made; // when the list is first looked at: a page may have many, of hundreds of choices each
  const options = () => (made ??= rows(select, list));
  return { select, box, input, button, list, status, get options() { return options(); }, shown: [], active: null };
}

function rows(select, list) {
  return [...select.options].slice(1).map((option, number) => {
    const row = element("li", "", { id: `${list.id}-${number}`, role: "option", dir: "auto" });
    row.textContent = option.text;
    row.dataset.value = option.value;
    return { row, text: folded(option.text) };
  });
}

function nameOf(select) {
  const label = select.labels[0].cloneNode(true);
  for (const inner of label.querySelectorAll("select, script")) inner.remove();
  return label.textContent.trim().replace(/\s+/g, " ");
}

function element(tag, className, attributes = {}) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}

const chosen = ({ select }) => (select.value ? select.selectedOptions[0].text : "");

// Choices in which a word begins with what was typed stand before those that only contain it.
function search(it, typed = it.input.value) {
  const wanted = folded(typed.trim());
  const begins = (text) => ` ${text}`.includes(` ${wanted}`);
  const found = it.options.filter(({ text }) => text.includes(wanted));
  it.shown = wanted ? [...found.filter(({ text }) => begins(text)), ...found.filter(({ text }) => !begins(text))] : found;
  it.list.replaceChildren(...it.shown.map(({ row }) => row));
  const current = it.shown.find(({ row }) => row.dataset.value === it.select.value);
  activate(it, current?.row ?? (wanted ? it.shown[0]?.row : null) ?? null);
  clearTimeout(it.waiting);
  it.waiting = setTimeout(() => (it.status.textContent = counted(it)), 500);
}

function counted(it) {
  if (it.list.hidden) return "";
  return it.shown.length ? `${it.shown.length} of ${it.options.length} choices` : NOTHING;
}

function open(it) {
  it.list.hidden = !it.shown.length;
  it.box.classList.toggle("nothing", !it.shown.length);
  it.input.setAttribute("aria-expanded", String(!it.list.hidden));
  it.active?.scrollIntoView({ block: "nearest" });
}

function close(it) {
  it.list.hidden = true;
  it.box.classList.remove("nothing");
  it.input.setAttribute("aria-expanded", "false");
  activate(it, null);
}

function activate(it, row) {
  it.active?.removeAttribute("aria-selected");
  it.active = row;
  if (!row) return it.input.removeAttribute("aria-activedescendant");
  row.setAttribute("aria-selected", "true");
  it.input.setAttribute("aria-activedescendant", row.id);
  if (!it.list.hidden) row.scrollIntoView({ block: "nearest" });
}

function pick(it, row) {
  it.select.value = row ? row.dataset.value : "";
  it.select.dispatchEvent(new Event("change", { bubbles: true }));
  it.input.value = chosen(it);
  close(it);
}

// Leaving takes a choice that was typed out; anything else goes back to what is chosen.
function leave(it) {
  const typed = folded(it.input.value.trim());
  const changed = it.input.value !== chosen(it);
  const exact = changed && it.options.find(({ text }) => text === typed);
  if (changed && (exact || !typed)) pick(it, exact?.row ?? null);
  else it.input.value = chosen(it);
  close(it);
}

const STEPS = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10 };

function key(event, it) {
  const opened = !it.list.hidden;
  if (event.key in STEPS) {
    event.preventDefault();
    if (!opened) search(it, it.input.value === chosen(it) ? "" : it.input.value);
    if (opened && event.altKey) return close(it);
    if (opened) step(it, STEPS[event.key]);
    open(it);
    if (!opened && !event.altKey && !it.active) step(it, STEPS[event.key]);
  } else if (event.key === "Enter" && opened) {
    event.preventDefault();
    if (it.active) pick(it, it.active);
    else leave(it);
  } else if (event.key === "Escape" && (opened || it.input.value)) {
    event.preventDefault();
    if (opened) (close(it), (it.input.value = chosen(it)));
    else pick(it, null);
  }
}

function step(it, by) {
  const rows = it.shown.map(({ row }) => row);
  const at = rows.indexOf(it.active);
  if (at < 0) return activate(it, by > 0 ? rows[0] : rows.at(-1));
  const single = Math.abs(by) === 1;
  const to = single ? (at + by + rows.length) % rows.length : Math.max(0, Math.min(rows.length - 1, at + by));
  activate(it, rows[to]);
}

// The words beside “Other” are asked for where it is chosen.
function withOther({ select, box }) {
  const other = box.parentElement.querySelector(".other-field");
  if (!other) return;
  const field = other.querySelector("input");
  const show = () => {
    other.hidden = select.value !== "other" && !(select.value === "" && field.value);
    field.disabled = other.hidden;
  };
  show();
  select.addEventListener("change", show);
}

each("select[data-combobox]:not(fieldset:disabled *)", bind);
