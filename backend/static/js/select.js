// Selecting several questions: how many are ticked, Shift for all between two, a whole section at once, Escape to leave.
import { each } from "./each.js";

let last;

function bind(desk) {
  desk.addEventListener("click", click);
  desk.addEventListener("change", (event) => event.target.matches("[data-pick]") && count());
  document.addEventListener("keydown", leave);
  document.addEventListener("htmx:afterSettle", settled);
  settled();
}

const picks = (within = document) => [...within.querySelectorAll("[data-pick]")];
const isSelecting = () => Boolean(document.getElementById("selection"));

function click(event) {
  const box = event.target.closest("[data-pick]") ?? event.target.closest(".pick")?.querySelector("[data-pick]");
  if (box) return tick(event, box);
  const all = event.target.closest("[data-pick-all]");
  if (!all) return;
  const boxes = picks(all.closest(".section"));
  const on = boxes.some((it) => !it.checked);
  boxes.forEach((it) => { it.checked = on; });
  count();
}

// A click on the card (the label) comes again as one on its box; with Shift not in every browser, so that we do it.
function tick(event, box) {
  if (event.shiftKey && event.target !== box) {
    event.preventDefault();
    box.checked = !box.checked;
  } else if (event.target !== box) return;
  if (event.shiftKey && last?.isConnected) between(last, box);
  last = box;
  count();
}

function between(one, other) {
  const boxes = picks();
  const [from, to] = [boxes.indexOf(one), boxes.indexOf(other)].sort((a, b) => a - b);
  for (const box of boxes.slice(from, to + 1)) box.checked = other.checked;
}

function count() {
  const place = document.querySelector("[data-count]");
  if (!place) return;
  const n = picks().filter((it) => it.checked).length;
  place.textContent = n ? `${n} ${n === 1 ? "question" : "questions"} selected` : "Tick questions, then:";
}

// Cards that stay on the page keep their ticks: outside of a selection none has one.
function settled() {
  if (!isSelecting()) picks().forEach((it) => { it.checked = false; });
  count();
}

function leave(event) {
  if (event.key !== "Escape" || !isSelecting() || event.target.closest?.("dialog, details[open]")) return;
  document.getElementById("selection-done").click();
}

each("[data-editor]", bind);
