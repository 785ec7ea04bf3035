// A details[data-menu] closes on Escape, on a click elsewhere, and when something in it has been chosen.
const MENU = "details[data-menu][open]";

document.addEventListener("keydown", (event) => {
  const menu = event.key === "Escape" && event.target.closest?.(MENU);
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});
document.addEventListener("focusout", (event) => {
  const menu = event.target.closest?.(MENU);
  if (menu && event.relatedTarget && !menu.contains(event.relatedTarget)) menu.open = false;
});
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll(MENU)) {
    if (!menu.contains(event.target) || event.target.closest(".items a, .items button")) menu.open = false;
  }
});
