// Binds the small modules to the elements that ask for them; pages work without any of this.
import { say } from "./toast.js";

const MODULES = {
  autosave: "form[data-autosave]",
  choices: "[data-choices]",
  copy: "[data-copy]",
  dialog: "[data-dialog], dialog",
  editor: "[data-editor]",
  keys: "[data-editor], [data-keys]",
  library: "dialog[data-library]",
  outline: "details[data-fold]",
  refresh: "[data-refresh]",
  select: "[data-editor]",
  sort: "[data-sortable]",
  upload: "[data-upload]",
  zone: "select[data-zone]",
};
const bound = new WeakMap();

function bindAll(root) {
  for (const [name, selector] of Object.entries(MODULES)) {
    const found = [...root.querySelectorAll(selector)];
    if (root.matches?.(selector)) found.unshift(root);
    if (found.length) import(`./${name}.js`).then(({ bind }) => found.forEach((it) => bindOnce(name, it, bind)));
  }
}

function bindOnce(name, element, bind) {
  const names = bound.get(element) ?? new Set();
  if (names.has(name)) return;
  bound.set(element, names.add(name));
  bind(element);
}

function withToken(event) {
  const token = document.querySelector("meta[name=csrf-token]");
  if (token) event.detail.headers["X-CSRFToken"] = token.content;
}

document.documentElement.classList.add("scripted");
bindAll(document);
import("./menu.js");
import("./once.js");
document.addEventListener("surveys:swapped", (event) => bindAll(event.target));
document.addEventListener("htmx:load", (event) => bindAll(event.detail.elt));
document.addEventListener("htmx:configRequest", withToken);
document.addEventListener("htmx:sendError", () => say("No connection. Nothing was changed; try again."));
document.addEventListener("htmx:responseError", (event) => {
  if (event.detail.xhr.status === 401) say("You have been signed out. Sign in in another tab, then try again.");
  else if (event.detail.xhr.status === 503) say("That is not possible just now. What you typed is still here: try again in a moment.");
  else if (!event.detail.shouldSwap) say("That did not work. Reload the page and try again.");
});
