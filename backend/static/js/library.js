// The question library in a dialog: it closes when something from it is added to the questionnaire.
export function bind(dialog) {
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (dialog.open && event.detail.target.id === "questionnaire") dialog.close();
  });
  // Who clicked before the scripts were there has fetched it already, without opening it.
  if (dialog.querySelector("[data-close]")) show(dialog);
  dialog.addEventListener("htmx:afterSwap", ({ detail }) => detail.requestConfig.elt.matches("[data-dialog]") && show(dialog));
}

function show(dialog) {
  if (!dialog.open) dialog.showModal();
}
