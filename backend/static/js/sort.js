// Drag by the handle. Where the list names a form (data-moves), a dropped item sends it: `item`, `into` (the list's
// data-sortable) and `after` (the item now before it, or empty). Otherwise the list tells the form around it.
import "../vendor/sortable.min.js";

export function bind(list) {
  window.Sortable.create(list, {
    group: list.dataset.group,
    draggable: "[data-item]",
    handle: ".handle",
    ghostClass: "dragged",
    delay: 120,
    delayOnTouchOnly: true,
    animation: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 150,
    onEnd: ({ item, from, to, oldIndex, newIndex }) => {
      if (from !== to || oldIndex !== newIndex) moved(item, to);
    },
  });
}

function moved(item, list) {
  const form = document.getElementById(list.dataset.moves);
  if (!form) return void list.dispatchEvent(new Event("change", { bubbles: true }));
  form.elements.namedItem("item").value = item.dataset.item;
  form.elements.into.value = list.dataset.sortable;
  form.elements.after.value = before(item)?.dataset.item ?? "";
  form.requestSubmit();
}

function before(item) {
  let other = item.previousElementSibling;
  while (other && !other.matches("[data-item]")) other = other.previousElementSibling;
  return other;
}
