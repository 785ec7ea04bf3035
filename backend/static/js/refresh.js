// Renews a region while its page is looked at: data-refresh="address", data-every="seconds".
// An unchanged page costs a 304. Open details and the focus stay where they were.
import { each } from "./each.js";

const SLOWEST = 120;

function bind(region) {
  const every = Number(region.dataset.every) || 10;
  let tag = region.dataset.tag ?? "", pause = every, timer;

  async function look() {
    if (!region.isConnected) return;
    if (!document.hidden) pause = (await fetched()) ? every : Math.min(pause * 2, SLOWEST);
    wait(pause);
  }

  async function fetched() {
    try {
      const headers = { "HX-Request": "true", ...(tag && { "If-None-Match": tag }) };
      const reply = await fetch(region.dataset.refresh, { headers, cache: "no-store", signal: AbortSignal.timeout(15000) });
      if (reply.status === 200 && !reply.redirected) {
        swap(region, await reply.text());
        tag = reply.headers.get("ETag") ?? "";
      }
      return reply.ok || reply.status === 304;
    } catch {
      return false;
    }
  }

  function wait(seconds) {
    clearTimeout(timer);
    timer = setTimeout(look, seconds * 1000);
  }

  document.addEventListener("visibilitychange", () => document.hidden || wait(0));
  wait(every);
}

function swap(region, html) {
  const fresh = new DOMParser().parseFromString(html, "text/html");
  const source = (region.id && fresh.getElementById(region.id)) || fresh.body;
  const open = [...region.querySelectorAll("details[id][open]")].map(({ id }) => id);
  const focused = region.contains(document.activeElement) ? document.activeElement.id : "";
  region.replaceChildren(...source.childNodes);
  for (const id of open) region.querySelector(`#${CSS.escape(id)}`)?.setAttribute("open", "");
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
  window.htmx?.process(region);
  region.dispatchEvent(new CustomEvent("surveys:swapped", { bubbles: true }));
}

each("[data-refresh]", bind);
