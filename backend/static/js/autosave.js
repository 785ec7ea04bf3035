// A form that saves itself. The server answers 204 (or any 2xx: saved), 409 or 422 with a fragment to show,
// 401 when the person has been signed out. Whatever happens, what is typed stays in its field.
const PAUSE = 700;
const RETRY = [2000, 5000, 15000, 30000];
const unsaved = new Set();

export function bind(form) {
  const save = saver(form);
  form.addEventListener("input", () => save.later(PAUSE));
  form.addEventListener("change", () => save.later(0));
  form.addEventListener("submit", (event) => {
    if (event.submitter?.name) return; // a named button is another verb: let it go its way
    event.preventDefault();
    save.later(0);
  });
  window.addEventListener("online", () => unsaved.has(form) && save.later(0));
}

function saver(form) {
  let timer, flying = false, again = false, failures = 0;

  function later(pause) {
    unsaved.add(form);
    clearTimeout(timer);
    timer = setTimeout(now, pause);
  }

  async function now() {
    if (!form.isConnected) return void unsaved.delete(form);
    if (flying) return void (again = true);
    flying = true;
    again = false;
    show(form, "saving", "Saving…");
    const sent = new FormData(form);
    try {
      await settle(await send(form, sent), sent);
    } catch {
      show(form, "failed", "Not saved. Trying again…");
      later(RETRY[Math.min(failures++, RETRY.length - 1)]);
    }
    flying = false;
    if (again) now();
  }

  async function settle(reply, sent) {
    const fragment = reply.status === 204 ? "" : await reply.text();
    if (reply.status >= 500) throw new Error("The server could not save");
    failures = 0;
    if (reply.status === 401 || new URL(reply.url).pathname === "/login") {
      return show(form, "failed", "Not saved: sign in again in another tab");
    }
    refuse(form, reply.ok ? "" : fragment);
    if (!reply.ok) return show(form, "failed", "Not saved");
    remember(form, sent, reply.headers.get("X-Revision"));
    if (!again) unsaved.delete(form);
    show(form, "saved", "Saved");
    form.dispatchEvent(new CustomEvent("surveys:saved", { bubbles: true }));
  }

  return { later };
}

function send(form, body) {
  const signal = AbortSignal.timeout(15000);
  return fetch(form.action, { method: "POST", body, signal, headers: { "HX-Request": "true", "X-Autosave": "1" } });
}

// What the server now holds is what the next edit is compared with.
function remember(form, sent, revision) {
  for (const before of form.querySelectorAll("[data-before]")) before.value = sent.get(before.dataset.before) ?? "";
  if (revision) document.querySelectorAll("[data-revision]").forEach((field) => { field.value = revision; });
}

function refuse(form, fragment) {
  const place = form.querySelector("[data-refusal]");
  if (!place) return;
  place.innerHTML = fragment;
  place.hidden = !fragment;
  if (fragment) place.dispatchEvent(new CustomEvent("surveys:swapped", { bubbles: true }));
  if (fragment && window.htmx) window.htmx.process(place);
}

function show(form, state, words) {
  const places = form.querySelectorAll("[data-save-state]");
  for (const place of places.length ? places : document.querySelectorAll("[data-save-state]")) {
    place.dataset.state = state;
    place.textContent = words;
  }
}

window.addEventListener("beforeunload", (event) => {
  const waiting = [...unsaved].filter((form) => form.isConnected);
  if (waiting.length) event.preventDefault();
});
