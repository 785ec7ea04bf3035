// Drag by the handle. A dropped item submits its own form[data-move] (field `after`: the item now before it, or empty;
// field `into`, where there is one: the list's data-sortable); an item without such a form tells the form around it.
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
  const form = item.querySelector("form[data-move]");
  if (!form) return void list.dispatchEvent(new Event("change", { bubbles: true }));
  form.elements.after.value = before(item)?.dataset.item ?? "";
  if (form.elements.into) form.elements.into.value = list.dataset.sortable;
  form.requestSubmit();
}

function before(item) {
  let other = item.previousElementSibling;
  while (other && !other.matches("[data-item]")) other = other.previousElementSibling;
  return other;
}
