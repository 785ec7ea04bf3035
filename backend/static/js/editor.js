// The editor's page: acts wait for what is being saved, the eye stays where it is, Ctrl+Z takes back.
import { flush, isOther, isWaiting } from "./autosave.js";
import { each } from "./each.js";
import { place } from "./place.js";
import { say } from "./toast.js";

const TYPED_IN = "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]";
let before;

function bind(desk) {
  document.addEventListener("htmx:confirm", confirm);
  document.addEventListener("htmx:configRequest", withButton);
  document.addEventListener("htmx:beforeSwap", swap);
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

// htmx forgets which button was pressed once the focus leaves it, as it does while something is saved. Who acts without this
// module is given everything: htmx alone would put the names of kept parts in their place.
function withButton(event) {
  event.detail.headers["X-Places"] = "1";
  const button = event.detail.triggeringEvent?.submitter;
  if (button?.name) event.detail.parameters[button.name] = button.value;
}

// Only what an act has changed is put in place; htmx has nothing left to do but to say that it is done.
function swap({ detail }) {
  if (detail.target.id !== "questionnaire" || !detail.shouldSwap) return;
  const card = detail.requestConfig?.elt.closest("[id^=card-]") ?? document.querySelector(".q.open");
  const open = [...document.querySelectorAll("#questionnaire details.more[open]")].map(({ id }) => id);
  before = { id: card?.id, top: card?.getBoundingClientRect().top, open };
  if (!place(detail.serverResponse)) return;
  detail.serverResponse = "";
  detail.swapOverride = "none";
}

// Whether the questionnaire has just changed.
export const isSettled = (event) => event.target.id === "questionnaire";

// The card that was acted on stays under the eye; the one that is open comes into sight.
function restore(event) {
  if (!before || !isSettled(event)) return;
  speak();
  for (const id of before.open) document.getElementById(id)?.setAttribute("open", "");
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

each("[data-editor]", bind);
