// A form that is on its way is not sent a second time; coming back to the page frees it again.
const sent = new Set();

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method === "get" || form.matches("[data-autosave]")) return;
  if (sent.has(form)) return event.preventDefault(), event.stopImmediatePropagation();
  if (!event.defaultPrevented || form.matches("[hx-post], [data-hx-post]")) hold(form);
}, true);
document.addEventListener("htmx:afterRequest", (event) => free(event.detail.elt));
window.addEventListener("pageshow", () => [...sent].forEach(free));

function hold(form) {
  sent.add(form);
  buttons(form).forEach((button) => button.setAttribute("aria-disabled", "true"));
  setTimeout(() => free(form), 10000);
}

function free(form) {
  if (!sent.delete(form)) return;
  buttons(form).forEach((button) => button.removeAttribute("aria-disabled"));
}

const buttons = (form) => [...form.elements].filter((it) => it.matches("button:not([type=button])"));
