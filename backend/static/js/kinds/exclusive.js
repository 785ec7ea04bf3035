// “None of these” and other answers exclude each other: whichever is chosen last stays. The server refuses both together.
const NONE = "input[type=checkbox][value=none]";

document.addEventListener("change", ({ target }) => {
  if (target.matches?.("input[type=checkbox]:checked")) settle(target);
});
document.addEventListener("input", ({ target }) => {
  if (target.matches?.("input[type=text]") && target.value) none(target)?.matches(":checked") && (none(target).checked = false);
});

const group = (control) => control.closest("fieldset");
const none = (control) => group(control)?.querySelector(NONE);

function settle(chosen) {
  const exclusive = none(chosen);
  if (!exclusive || exclusive.name !== chosen.name) return;
  if (chosen !== exclusive) {
    exclusive.checked = false;
    return;
  }
  for (const other of group(chosen).querySelectorAll("input[type=checkbox]")) if (other !== chosen) other.checked = false;
  const words = group(chosen).querySelector(".other input");
  if (words) words.value = "";
}
