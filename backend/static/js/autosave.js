// A form that saves itself. The server answers with what else changes on the page; 409 with both texts where two
// people met, 422 with refusals for the places beside the fields. Whatever happens, what is typed stays in its field.
import { each } from "./each.js";
import { place } from "./place.js";
import { say } from "./toast.js";

const PAUSE = 700;
const LONG_PAUSE = 20000; // of a list as one text, where lines are cut here and put there: leaving it saves it at once
const RETRY = [2000, 5000, 15000, 30000];
const savers = new Map();

function bind(form) {
  const save = saver(form);
  savers.set(form, save);
  form.addEventListener("input", ({ target }) => target.matches("[data-paste]") || save.later(target.matches("[data-whole]") ? LONG_PAUSE : PAUSE));
  form.addEventListener("change", (event) => event.target.matches("[data-paste]") || save.later(0));
  form.addEventListener("submit", (event) => {
    if (isOther(event.submitter)) return;
    event.preventDefault();
    save.later(0);
  });
  if ([...form.elements].some(isTouched)) save.later(0); // typed before this script came
}

function isTouched(it) {
  if (it.matches("[type=checkbox], [type=radio]")) return it.checked !== it.defaultChecked;
  return it.matches("input[type=text], textarea:not([data-paste])") && it.value !== it.defaultValue;
}

for (const back of ["online", "focus"]) window.addEventListener(back, () => waiting().forEach((save) => save.later(0)));

// A button that names another act or address is let go its way.
export const isOther = (button) => Boolean(button?.name || button?.hasAttribute("formaction"));

export const isWaiting = () => waiting().length > 0;

// Saves at once whatever waits; false where something could not be saved.
export async function flush() {
  const done = await Promise.all(waiting().map((save) => save.now()));
  return done.every(Boolean);
}

function waiting() {
  for (const form of savers.keys()) if (!form.isConnected) savers.delete(form);
  return [...savers.values()].filter((save) => save.isWaiting());
}

function saver(form) {
  let timer, flight, dirty = false, refused = false, failures = 0;

  function later(pause) {
    dirty = true;
    clearTimeout(timer);
    timer = setTimeout(now, pause);
  }

  async function now() {
    clearTimeout(timer);
    if (flight) await flight;
    if (!(dirty || refused) || !form.isConnected) return true;
    flight = fly();
    const saved = await flight;
    flight = undefined;
    return saved;
  }

  async function fly() {
    dirty = false;
    show("saving", "Saving…");
    const sent = entries(form);
    try {
      const reply = await send(form, sent);
      if (reply.status >= 500 || reply.status === 429) throw new Error("The server could not save");
      failures = 0;
      return settle(reply, await reply.text(), sent);
    } catch {
      show("failed", "Not saved. Trying again…");
      later(RETRY[Math.min(failures++, RETRY.length - 1)]);
      return false;
    }
  }

  function settle(reply, fragment, sent) {
    if (reply.status === 401 || reply.redirected) {
      dirty = true;
      show("failed", "Not saved: sign in again in another tab");
      return false;
    }
    refused = !reply.ok;
    if (![200, 204, 409, 422].includes(reply.status)) {
      show("failed", "Not saved");
      say("That could not be saved. Copy what you have written and reload the page.");
      return false;
    }
    const typed = typedSince(form, sent);
    place(fragment);
    if (form.isConnected) marks(form);
    if (!form.isConnected) again(typed);
    const revision = reply.headers.get("X-Revision");
    if (revision) form.elements.revision.value = revision;
    if (reply.ok) remember(form);
    show(reply.ok ? "saved" : "failed", reply.ok ? "Saved" : "Not saved");
    return reply.ok;
  }

  return { later, now, isWaiting: () => dirty || refused || Boolean(flight) };
}

const entries = (form) => [...new FormData(form)].filter(([, value]) => typeof value === "string");

function send(form, sent) {
  const headers = { "HX-Request": "true", "X-Autosave": "1" };
  return fetch(form.action, { method: "POST", body: new URLSearchParams(sent), signal: AbortSignal.timeout(15000), headers });
}

// The page says of itself which revision it shows: of this part it now shows another.
function remember(form) {
  const saved = document.getElementById("saved");
  if (saved) saved.value += ` ${form.id.replace(/^form-/, "")}`;
}

// What has been typed while the form was on its way, by the id of its control.
function typedSince(form, sent) {
  const then = new Set(sent.map(([name, value]) => `${name}\n${value}`));
  return [...form.elements].filter((it) => it.id && it.matches("input[type=text], textarea") && !then.has(`${it.name}\n${it.value}`))
    .map(({ id, value }) => [id, value]);
}

// The form was replaced by a fresher one: what has been typed since goes into it.
function again(typed) {
  for (const [id, value] of typed) {
    const field = document.getElementById(id);
    if (!field) continue;
    field.value = value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

function marks(form) {
  for (const place of form.querySelectorAll("[data-error]")) {
    const control = document.getElementById(place.id.replace(/-error$/, ""));
    if (place.textContent.trim()) control?.setAttribute("aria-invalid", "true");
    else control?.removeAttribute("aria-invalid");
  }
}

function show(state, words) {
  for (const place of document.querySelectorAll("[data-save-state]")) {
    place.dataset.state = state;
    place.textContent = words;
  }
}

// A link or another form of the page waits until what was typed is saved.
document.addEventListener("click", async (event) => {
  const link = event.target.closest("a[href]");
  if (!link || link.target || link.matches("[hx-get], [href^='#']") || event.defaultPrevented) return;
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || !isWaiting()) return;
  event.preventDefault();
  if (await flush()) location.assign(link.href);
  else say("Not saved yet. Put right what is marked, then try again.");
});
document.addEventListener("submit", async (event) => {
  const { target: form, submitter } = event;
  if (form.matches("[data-autosave], [hx-post]") || event.defaultPrevented || !isWaiting()) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (!await flush()) return say("Not saved yet. Put right what is marked, then try again.");
  if (form.isConnected) form.requestSubmit(submitter);
  else [...document.forms].find((it) => it.action === form.action)?.requestSubmit(); // saving has put a fresh one in its place
}, true);
window.addEventListener("beforeunload", (event) => isWaiting() && event.preventDefault());

each("form[data-autosave]", bind);
