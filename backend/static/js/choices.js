// Rows of a list setting: add, remove, step, Enter for the next, a pasted list becomes rows.
// What was pasted loses its bullets and numbers, fills blank rows first, and is not added where it stands already.
// [data-choices] holds [data-choice] rows, a <template data-choice-template> (__n__ is numbered) and [data-add-choice].
// The server tells a new row that is sent again from another by its number: 48 bits, so that no two tabs draw the same.
import { each } from "./each.js";
import { entries } from "./entries.js";

const [high, low] = crypto.getRandomValues(new Uint32Array(2));
let made = 10 ** 14 + (high % 2 ** 16) * 2 ** 32 + low;

function bind(list) {
  list.addEventListener("click", (event) => {
    const remove = event.target.closest("[data-remove-choice]");
    if (remove) return drop(event, list, remove.closest("[data-choice]"));
    const step = event.target.closest("[data-step]");
    if (step) return move(event, list, step.closest("[data-choice]"), Number(step.dataset.step));
    if (event.target.closest("[data-add-pasted]")) return addPasted(event, list);
    if (event.target.closest("[data-add-choice]")) {
      event.preventDefault();
      add(list, rows(list).at(-1)).focus();
    }
  });
  list.addEventListener("keydown", (event) => key(event, list));
  list.addEventListener("paste", (event) => paste(event, list));
}

const rows = (list) => [...list.querySelectorAll("[data-choice]:not(.without-script)")];
const labels = (list, but) => rows(list).filter((row) => row !== but).map((row) => input(row).value);
const blank = (row) => row && !input(row).value.trim();
const input = (row) => row.querySelector("input[type=text]");

function add(list, after, text = "") {
  const row = list.querySelector("[data-choice-template]").content.firstElementChild.cloneNode(true);
  made += 1;
  for (const element of [row, ...row.querySelectorAll("*")]) {
    for (const { name, value } of [...element.attributes]) {
      if (value.includes("__n__")) element.setAttribute(name, value.replaceAll("__n__", made));
    }
  }
  input(row).value = text;
  if (after) after.after(row);
  else (list.querySelector("[data-sortable]") ?? list).prepend(row);
  row.dispatchEvent(new CustomEvent("surveys:swapped", { bubbles: true }));
  return input(row);
}

// Writes into the blank row, or into a new one after the other.
function put(list, row, after, text) {
  if (row) input(row).value = text;
  return row ?? add(list, after, text).closest("[data-choice]");
}

function drop(event, list, row) {
  event.preventDefault();
  const all = rows(list);
  const neighbour = all[all.indexOf(row) - 1] ?? all[1];
  row.remove();
  if (neighbour) input(neighbour).focus();
  else list.querySelector("[data-add-choice]")?.focus();
  list.dispatchEvent(new Event("change", { bubbles: true }));
}

function move(event, list, row, by) {
  event.preventDefault();
  const other = rows(list)[rows(list).indexOf(row) + by];
  if (other) other[by < 0 ? "before" : "after"](row);
  row.querySelector("summary")?.focus();
  list.dispatchEvent(new Event("change", { bubbles: true }));
}

function addPasted(event, list) {
  event.preventDefault();
  const field = list.querySelector("[data-paste]");
  let last;
  for (const line of entries(field.value, labels(list))) last = put(list, rows(list).find(blank), rows(list).at(-1), line);
  field.value = "";
  field.closest("details").open = false;
  if (last) input(last).focus();
  list.dispatchEvent(new Event("change", { bubbles: true }));
}

function key(event, list) {
  const row = event.target.closest("[data-choice]");
  if (!row || event.target !== input(row) || event.isComposing) return;
  if (event.key === "Enter") {
    event.preventDefault();
    add(list, row).focus();
  } else if (event.key === "Backspace" && !event.target.value && rows(list).length > 1) {
    drop(event, list, row);
  }
}

function paste(event, list) {
  const row = event.target.closest("[data-choice]");
  if (!row || event.target !== input(row)) return;
  const text = event.clipboardData.getData("text/plain");
  if (entries(text).length < 2) return;
  event.preventDefault();
  const field = event.target;
  const pasted = entries(text, labels(list, row));
  if (pasted.length) field.setRangeText(pasted.shift(), field.selectionStart, field.selectionEnd, "end");
  let last = row;
  for (const line of pasted) last = put(list, [rows(list)[rows(list).indexOf(last) + 1]].find(blank), last, line);
  input(last).focus();
  list.dispatchEvent(new Event("change", { bubbles: true }));
}

each("[data-choices]", bind);
