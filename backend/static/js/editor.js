// The editor's page: acts wait for what is being saved, the eye stays where it is, Ctrl+Z takes back.
import { flush, isOther, isWaiting } from "./autosave.js";
import { say } from "./toast.js";

const TYPED_IN = "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]";
let before;

export function bind(desk) {
  document.addEventListener("htmx:confirm", confirm);
  document.addEventListener("htmx:configRequest", withButton);
  document.addEventListener("htmx:beforeSwap", remember);
  document.addEventListener("htmx:afterSettle", restore);
  document.addEventListener("keydown", takeBack);
  desk.addEventListener("keydown", enter);
  forget();
}

// The focus was taken once; a card that is moved later must not take it again.
const forget = () => document.querySelectorAll("#questionnaire [autofocus]").forEach((it) => it.removeAttribute("autofocus"));

// Every act is preceded by the saving of what has been typed.
async function confirm(event) {
  const { elt, issueRequest, triggeringEvent } = event.detail;
  const plain = elt.matches("form[data-autosave]") && !isOther(triggeringEvent?.submitter);
  if (!plain && !isWaiting()) return;
  event.preventDefault();
  if (plain) return;
  if (await flush()) issueRequest(true);
  else say("Not saved yet. Put right what is marked, then try again.");
}

// htmx forgets which button was pressed once the focus leaves it, as it does while something is saved.
function withButton(event) {
  const button = event.detail.triggeringEvent?.submitter;
  if (button?.name) event.detail.parameters[button.name] = button.value;
}

function remember(event) {
  if (event.detail.target.id !== "questionnaire") return;
  if (event.detail.shouldSwap) narrow(event.detail);
  // What was dragged has a style of its own left, which htmx would write down again, and the policy refuse.
  for (const dragged of document.querySelectorAll("[data-item][style]")) dragged.removeAttribute("style");
  const asked = event.detail.requestConfig?.elt;
  const card = asked?.closest("[id^=card-]") ?? document.querySelector(".q.open");
  const open = [...document.querySelectorAll("#questionnaire details.more[open]")].map(({ id }) => id);
  before = { id: card?.id, top: card?.getBoundingClientRect().top, open, focus: document.activeElement };
}

// Of a long questionnaire only the sections that differ are put in place; the others are not so much as touched.
function narrow(detail) {
  const reply = new DOMParser().parseFromString(detail.serverResponse, "text/html");
  const next = reply.getElementById("questionnaire");
  if (!next || next.className !== detail.target.className || ids(next) !== ids(detail.target)) return;
  const parts = pieces(next);
  if (!parts.some((it) => it.matches("section[data-kept]"))) return;
  const changed = parts.filter((it) => !it.hasAttribute("hx-preserve"));
  changed.forEach((it) => it.setAttribute("hx-swap-oob", "true"));
  next.replaceWith(...changed);
  detail.serverResponse = reply.body.innerHTML;
  detail.swapOverride = "none";
}

const pieces = (desk) => [...desk.children].flatMap((it) => (it.matches(".sections") ? [...it.children] : [it]));
const ids = (desk) => pieces(desk).map(({ id }) => id).join();

// Whether the questionnaire has just changed, wholly or in parts.
export const isSettled = (event) => ["questionnaire", "state"].includes(event.target.id);

// The card that was acted on stays under the eye; the one that is open comes into sight.
function restore(event) {
  if (!before || !isSettled(event)) return;
  speak();
  for (const id of before.open) document.getElementById(id)?.setAttribute("open", "");
  if (document.activeElement === document.body && before.focus.isConnected) before.focus.focus({ preventScroll: true });
  forget();
  const card = document.getElementById(before.id);
  if (card) scrollBy({ top: card.getBoundingClientRect().top - before.top, behavior: "instant" });
  before = undefined;
  (document.querySelector(".q.open:has(:focus)") ?? document.activeElement.closest?.(".said"))?.scrollIntoView({ block: "nearest" });
}

// A region that is there before its words is read out; one that comes with them is not, everywhere.
function speak() {
  const words = document.querySelector("#questionnaire :is([data-heard], .said .notice p)")?.textContent ?? "";
  const place = document.querySelector("[data-speaks]");
  place.textContent = "";
  setTimeout(() => { place.textContent = words; }, 50);
}

// Ctrl+Z takes back, with Shift (or Ctrl+Y) makes again; in a field both belong to what is typed there.
function takeBack(event) {
  const pressed = event.key.toLowerCase();
  if (!"zy".includes(pressed) || !(event.ctrlKey || event.metaKey) || event.altKey) return;
  if (event.target.closest?.(TYPED_IN) || document.querySelector("dialog[open]")) return;
  event.preventDefault();
  document.getElementById(pressed === "y" || event.shiftKey ? "redo" : "undo").requestSubmit();
}

// A title has one line, however long: Enter goes on to what comes next.
function enter(event) {
  if (event.key !== "Enter" || event.isComposing || !event.target.matches("textarea.title, textarea.name, textarea.heading")) return;
  event.preventDefault();
  const fields = [...event.target.form.querySelectorAll("textarea, input[type=text]")].filter((it) => it.offsetParent);
  fields[fields.indexOf(event.target) + 1]?.focus();
}
