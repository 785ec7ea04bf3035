// Drag by the handle (`data-handle`, or `.handle`). Where the list names a form (data-moves), what was dropped sends it:
// `item` (ids with spaces between them: whatever else is ticked goes along), `into` (the list's data-sortable) and `after`
// (the item now before it, or empty). Otherwise the list tells the form around it.
import "../vendor/sortable.min.js";
import { each } from "./each.js";

function bind(list) {
  window.Sortable.create(list, {
    group: list.dataset.group,
    draggable: ">[data-item]",
    handle: list.dataset.handle ?? ".handle",
    ghostClass: "dragged",
    delay: 120,
    delayOnTouchOnly: true,
    animation: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 150,
    onStart: ({ item }) => fold(list, item, true),
    onEnd: ({ item, from, to, oldIndex, newIndex }) => {
      fold(list, item, false);
      if (from !== to || oldIndex !== newIndex) moved(item, to);
    },
  });
}

// While a section is dragged, sections are as short as their headings; the one in hand stays where it is seen.
// Not at once: Chromium gives up a drag whose element changes as it begins.
function fold(list, item, folded) {
  if (!list.matches(".sections")) return;
  setTimeout(() => {
    const top = item.getBoundingClientRect().top;
    list.classList.toggle("folded", folded);
    scrollBy({ top: item.getBoundingClientRect().top - top, behavior: "instant" });
  });
}

function moved(item, list) {
  const form = document.getElementById(list.dataset.moves);
  if (!form) return void list.dispatchEvent(new Event("change", { bubbles: true }));
  form.elements.namedItem("item").value = together(item).join(" ");
  form.elements.into.value = list.dataset.sortable;
  form.elements.after.value = before(item)?.dataset.item ?? "";
  form.requestSubmit();
}

function together(item) {
  const ticked = [...document.querySelectorAll("[data-pick]:checked")].map(({ value }) => value);
  return ticked.includes(item.dataset.item) ? ticked : [item.dataset.item];
}

function before(item) {
  let other = item.previousElementSibling;
  while (other && !other.matches("[data-item]")) other = other.previousElementSibling;
  return other;
}

each("[data-sortable]", bind);
