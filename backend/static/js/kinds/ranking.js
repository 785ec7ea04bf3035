// A ranking by buttons and by dragging: what is chosen goes up into the order, one after another. The selects stay the
// fields of the form. [data-ranking] holds the number of places; [data-places] the selects; template[data-row] a row.
import { each } from "../each.js";
import "../../vendor/sortable.min.js";

function bind(ranking) {
  const all = rows(ranking);
  if (!all.length) return;
  const order = Object.assign(document.createElement("ol"), { className: "order" });
  const rest = Object.assign(document.createElement("ul"), { className: "rest" });
  const status = Object.assign(document.createElement("p"), { className: "visually-hidden" });
  const left = Object.assign(document.createElement("p"), { className: "help" });
  order.setAttribute("aria-label", "Your order");
  rest.setAttribute("aria-label", "Not in your order yet");
  status.setAttribute("role", "status");
  const it = { order, rest, status, left, all, places: Number(ranking.dataset.ranking) };

  ranking.querySelector("[data-places]").hidden = true;
  ranking.append(order, left, rest, status);
  restore(it);
  addEventListener("pageshow", () => restore(it));
  ranking.addEventListener("click", (event) => click(event, it));
  for (const list of [order, rest]) draggable(list, it);
}

// What the selects say; a browser that goes back fills them in late.
function restore(it) {
  const placed = it.all.filter((row) => row.select.value).sort((a, b) => a.select.value - b.select.value);
  for (const row of it.all) if (!placed.includes(row)) it.rest.append(row.item);
  for (const row of placed) it.order.append(row.item);
  settle(it);
}

function rows(ranking) {
  const template = ranking.querySelector("template[data-row]").content.firstElementChild;
  return [...ranking.querySelectorAll("[data-places] select")].map((select) => {
    const item = template.cloneNode(true);
    const label = select.closest("label").querySelector("span").textContent;
    const put = item.querySelector("[data-put]");
    put.firstElementChild.textContent = label;
    put.id = select.id;
    if (select.hasAttribute("aria-describedby")) put.setAttribute("aria-describedby", select.getAttribute("aria-describedby"));
    select.removeAttribute("id");
    return { item, label, put, select };
  });
}

function click(event, it) {
  const button = event.target.closest("button");
  const row = it.all.find(({ item }) => item.contains(button));
  if (!row || button.getAttribute("aria-disabled") === "true") return;
  const next = row.item.nextElementSibling ?? row.item.previousElementSibling;
  if (button.matches("[data-put]")) {
    it.order.append(row.item);
    settle(it);
    (it.rest.contains(next) && !full(it) ? next.querySelector("[data-put]") : row.item.querySelector("[data-by='-1']")).focus();
  } else if (button.matches("[data-out]")) {
    it.rest.append(row.item);
    settle(it);
    row.put.focus();
  } else {
    const up = button.dataset.by === "-1";
    const other = up ? row.item.previousElementSibling : row.item.nextElementSibling;
    if (!other) return;
    if (up) other.before(row.item);
    else other.after(row.item);
    settle(it);
    button.focus();
  }
  say(it, row);
}

const full = (it) => it.order.children.length >= it.places;

function settle(it) {
  const placed = [...it.order.children];
  for (const row of it.all) {
    const at = placed.indexOf(row.item) + 1;
    row.select.value = at || "";
    row.item.querySelector(".place").textContent = at || "";
    const [up, down, out] = row.item.querySelectorAll("[data-by='-1'], [data-by='1'], [data-out]");
    for (const button of [up, down, out]) button.hidden = !at;
    disable(up, at === 1);
    disable(down, at === placed.length);
    up.setAttribute("aria-label", `Move up: ${row.label}, place ${at}`);
    down.setAttribute("aria-label", `Move down: ${row.label}, place ${at}`);
    out.setAttribute("aria-label", `Take out: ${row.label}, place ${at}`);
    row.put.setAttribute("aria-label", at ? `${row.label}, place ${at}` : `${row.label}: put at place ${placed.length + 1}`);
    disable(row.put, Boolean(at) || full(it));
  }
  const free = it.places - placed.length;
  it.left.textContent = free ? sentence(placed.length, it.places) : "";
}

function sentence(placed, places) {
  if (!placed) return "Press what comes first, then the next, or drag. You can change the order afterwards.";
  return `${placed} of ${places} placed: press the next.`;
}

function disable(button, yes) {
  if (yes) button.setAttribute("aria-disabled", "true");
  else button.removeAttribute("aria-disabled");
}

function say(it, row) {
  const at = row.select.value;
  it.status.textContent = at ? `${row.label}: place ${at} of ${it.places}` : `${row.label}: not in your order`;
}

function draggable(list, it) {
  window.Sortable.create(list, {
    group: { name: `ranking ${it.all[0].put.id}`, put: () => list === it.rest || !full(it) },
    sort: list === it.order,
    draggable: "li",
    filter: ".btn",
    preventOnFilter: false,
    ghostClass: "dragged",
    delay: 120,
    delayOnTouchOnly: true,
    animation: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 150,
    onEnd: ({ item }) => {
      settle(it);
      say(it, it.all.find((row) => row.item === item));
    },
  });
}

each("[data-ranking]", bind);
