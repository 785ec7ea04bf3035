// A link or button with data-dialog="id" opens that dialog in place of the page it leads to.
import { each } from "./each.js";

function bind(element) {
  if (element.matches("dialog")) return closes(element);
  element.addEventListener("click", (event) => {
    const dialog = document.getElementById(element.dataset.dialog);
    if (!dialog || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    dialog.showModal();
  });
}

function closes(dialog) {
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog || event.target.closest("[data-close]")) {
      event.preventDefault();
      dialog.close();
    }
  });
}

each("[data-dialog], dialog", bind);
