// Brings the small modules, each of which binds itself to the elements that ask for it; pages work without any of this. All of
// them come before htmx begins and before the page counts as loaded: who acts earlier has a page without scripts, never half
// of one with them. So has who is not given one of them: htmx does nothing in a page that is not `scripted`.
import "./autosave.js"; // before once.js: a form that waits for saving is not yet on its way
import "./choices.js";
import "./copy.js";
import "./dialog.js";
import "./editor.js";
import "./keys.js";
import "./library.js";
import "./menu.js";
import "./once.js";
import "./outline.js";
import "./refresh.js";
import "./select.js";
import "./sort.js";
import "./upload.js";
import "./zone.js";
import { say } from "./toast.js";

function withToken(event) {
  const token = document.querySelector("meta[name=csrf-token]");
  if (token) event.detail.headers["X-CSRFToken"] = token.content;
}

document.addEventListener("htmx:configRequest", withToken);
document.addEventListener("htmx:sendError", () => say("No connection. Nothing was changed; try again."));
document.addEventListener("htmx:responseError", (event) => {
  if (event.detail.xhr.status === 401) say("You have been signed out. Sign in in another tab, then try again.");
  else if (event.detail.xhr.status === 503) say("That is not possible just now. What you typed is still here: try again in a moment.");
  else if (!event.detail.shouldSwap) say("That did not work. Reload the page and try again.");
});
document.documentElement.classList.add("scripted");
