// The question library in a dialog: it closes when something from it is added to the questionnaire.
import { each } from "./each.js";

function bind(dialog) {
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (dialog.open && event.detail.target.id === "questionnaire") dialog.close();
  });
  dialog.addEventListener("htmx:afterSwap", ({ detail }) => detail.requestConfig.elt.matches("[data-dialog]") && !dialog.open && dialog.showModal());
}

each("dialog[data-library]", bind);
