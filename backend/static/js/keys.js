// Keys of the editor. A key alone acts on the question that has the focus, or is open; never while somebody types, and not
// where they have switched such keys off in the sheet of all keys.
import { flush } from "./autosave.js";
import { each } from "./each.js";
import { isSettled } from "./editor.js";
import { say } from "./toast.js";

const TYPED_IN = "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]";
const STORE = "surveys.single-keys";
const MAC = /mac|iphone|ipad/i.test(navigator.userAgentData?.platform ?? navigator.platform);
const NAMES = { Ctrl: "⌘", Alt: "⌥", Shift: "⇧", Delete: "⌫" };
const ALONE = {
  "?": help,
  n: add,
  j: () => go(1),
  k: () => go(-1),
  d: () => act("copy"),
  x: tick,
  Delete: () => act("delete"),
  Backspace: () => MAC && act("delete"),
};
let last, then;

function bind(element) {
  if (element.matches("[data-keys]")) return sheet(element);
  document.addEventListener("keydown", key);
  document.addEventListener("focusin", ({ target }) => { last = target.closest(".q")?.id ?? last; });
  document.addEventListener("htmx:afterSettle", settled);
  if (MAC) document.querySelectorAll("[title*='Ctrl+']").forEach((it) => { it.title = it.title.replace("Ctrl+", "⌘").replace("Shift+", "⇧"); });
}

// The sheet of all keys: called as they are on this machine, with the switch for keys alone.
function sheet(element) {
  if (MAC) element.querySelectorAll("kbd").forEach((it) => { it.textContent = NAMES[it.textContent] ?? it.textContent; });
  const box = element.querySelector("[data-single-keys]");
  box.checked = on();
  box.addEventListener("change", () => keep(box.checked));
}

function on() {
  try { return localStorage.getItem(STORE) !== "off"; } catch { return true; }
}

function keep(checked) {
  try { localStorage.setItem(STORE, checked ? "on" : "off"); } catch { say("This browser does not keep that."); }
}

function key(event) {
  if (event.isComposing || event.defaultPrevented || document.querySelector("dialog[open]")) return;
  const typing = event.target.closest?.(TYPED_IN);
  const mod = MAC ? event.metaKey : event.ctrlKey;
  if (mod && !event.altKey && event.key.toLowerCase() === "s") return use(event, save);
  if (typing) return void (event.key === "Escape" && leave(event));
  if (event.altKey && !mod && !event.shiftKey && event.key === "ArrowUp") return use(event, () => act("up"));
  if (event.altKey && !mod && !event.shiftKey && event.key === "ArrowDown") return use(event, () => act("down"));
  if (event.altKey || event.ctrlKey || event.metaKey || !Object.hasOwn(ALONE, event.key) || !on()) return;
  if (!event.repeat || "jk".includes(event.key)) use(event, ALONE[event.key]);
}

function use(event, verb) {
  if (verb() !== false) event.preventDefault();
}

async function save() {
  say(await flush() ? "Saved." : "Not saved yet. Put right what is marked, then try again.");
}

// From the fields of a question to the question itself, where the keys alone act.
function leave(event) {
  const card = event.target.closest(".q");
  if (card && !event.target.closest("details[open]")) focus(card);
}

const cards = () => [...document.querySelectorAll("#questionnaire .q")];
const current = () => document.activeElement.closest(".q") ?? document.querySelector(".q.open") ?? document.getElementById(last);

function focus(card) {
  const target = [".pick > input", ".cover"].map((it) => card.querySelector(it)).find((it) => it?.checkVisibility());
  if (!target) card.tabIndex = -1;
  (target ?? card).focus();
}

function go(by) {
  const all = cards();
  const here = all.indexOf(current());
  const next = here < 0 ? all[by > 0 ? 0 : all.length - 1] : all[here + by];
  if (next) focus(next);
}

// An open question has its own buttons, which save it first; a closed one goes through the form for several.
function act(name) {
  const card = current();
  if (!card) return false;
  const button = card.querySelector(`[data-act=${name}]`);
  then = name === "delete" ? undefined : card.id;
  if (button) return void button.click();
  const form = document.getElementById("one");
  form.elements.parts.value = card.dataset.item;
  form.elements.act.value = name;
  form.requestSubmit();
}

function settled(event) {
  if (!then || !isSettled(event)) return;
  const card = document.getElementById(then);
  then = undefined;
  if (!card || card.matches(":focus-within")) return;
  if (card.matches(".q:not(.open)")) focus(card);
  card.querySelector(".pick > input")?.dispatchEvent(new CustomEvent("surveys:tick"));
}

function add() {
  const section = current()?.closest(".section") ?? [...document.querySelectorAll("#questionnaire .section")].at(-1);
  const menu = (section ?? document).querySelector(".add details.menu");
  if (!menu?.checkVisibility()) return false;
  menu.open = true;
  menu.querySelector(".items button").focus();
}

function tick() {
  const box = current()?.querySelector("[data-pick]");
  if (!box) return false;
  if (document.getElementById("selection")) return box.click();
  then = current().id;
  box.addEventListener("surveys:tick", () => box.checked || box.click(), { once: true });
  document.getElementById("select")?.click();
}

function help() {
  document.getElementById("keys").showModal();
}

each("[data-editor], [data-keys]", bind);
