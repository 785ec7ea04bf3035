// Binds the small modules to the elements that ask for them; pages work without any of this. All of them come before htmx
// begins and before the page counts as loaded: who acts earlier has a page without scripts, never half of one with them.
// So has who is not given one of them: htmx does nothing in a page that is not `scripted`.
import * as autosave from "./autosave.js"; // before once.js: a form that waits for saving is not yet on its way
import * as choices from "./choices.js";
import * as copy from "./copy.js";
import * as dialog from "./dialog.js";
import * as editor from "./editor.js";
import * as keys from "./keys.js";
import * as library from "./library.js";
import * as outline from "./outline.js";
import * as refresh from "./refresh.js";
import * as select from "./select.js";
import * as sort from "./sort.js";
import * as upload from "./upload.js";
import * as zone from "./zone.js";
import "./menu.js";
import "./once.js";
import { say } from "./toast.js";

const MODULES = [
  [autosave, "form[data-autosave]"],
  [choices, "[data-choices]"],
  [copy, "[data-copy]"],
  [dialog, "[data-dialog], dialog"],
  [editor, "[data-editor]"],
  [keys, "[data-editor], [data-keys]"],
  [library, "dialog[data-library]"],
  [outline, "details[data-fold]"],
  [refresh, "[data-refresh]"],
  [select, "[data-editor]"],
  [sort, "[data-sortable]"],
  [upload, "[data-upload]"],
  [zone, "select[data-zone]"],
];
const bound = new WeakMap();

function bindAll(root) {
  for (const [module, selector] of MODULES) {
    if (root.matches?.(selector)) bindOnce(module, root);
    for (const element of root.querySelectorAll(selector)) bindOnce(module, element);
  }
}

function bindOnce(module, element) {
  const modules = bound.get(element) ?? new Set();
  if (modules.has(module)) return;
  bound.set(element, modules.add(module));
  try { module.bind(element); } catch (error) { reportError(error); }
}

function withToken(event) {
  const token = document.querySelector("meta[name=csrf-token]");
  if (token) event.detail.headers["X-CSRFToken"] = token.content;
}

document.addEventListener("surveys:swapped", (event) => bindAll(event.target));
document.addEventListener("htmx:load", (event) => bindAll(event.detail.elt));
document.addEventListener("htmx:configRequest", withToken);
document.addEventListener("htmx:sendError", () => say("No connection. Nothing was changed; try again."));
document.addEventListener("htmx:responseError", (event) => {
  if (event.detail.xhr.status === 401) say("You have been signed out. Sign in in another tab, then try again.");
  else if (event.detail.xhr.status === 503) say("That is not possible just now. What you typed is still here: try again in a moment.");
  else if (!event.detail.shouldSwap) say("That did not work. Reload the page and try again.");
});
document.documentElement.classList.add("scripted");
bindAll(document);
