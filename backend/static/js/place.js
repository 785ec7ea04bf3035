// Puts what the server answers in place, and touches only what differs. A part that is only named (`data-kept`) stays as it is,
// one with `data-merged` is gone through child by child, each other is put in the place of what the page shows of it.
const TYPED = "textarea, select, input:not([type=hidden])";

// False where the answer has nothing for this page.
export function place(html) {
  const reply = new DOMParser().parseFromString(html, "text/html");
  const parts = [...reply.body.children].map((next) => [spot(next), next]).filter(([old]) => old);
  const kept = new Map([...reply.querySelectorAll("[data-kept]")].map(({ id }) => [id, document.getElementById(id)]));
  const focus = focused();
  const fresh = parts.flatMap(([old, next]) => exchange(old, next, kept));
  for (const it of fresh.filter((one) => one.attributes.length)) {
    window.htmx.process(it);
    it.dispatchEvent(new CustomEvent("surveys:swapped", { bubbles: true }));
  }
  focus(fresh);
  return parts.length > 0;
}

function spot(next) {
  const [, selector] = (next.getAttribute("hx-swap-oob") ?? "").split(":");
  next.removeAttribute("hx-swap-oob");
  return selector ? document.querySelector(selector) : document.getElementById(next.id);
}

function exchange(old, next, kept) {
  const fresh = [];
  const there = renewed(old, next, kept, fresh);
  if (there !== old) old.replaceWith(there);
  for (const it of fresh) fill(it, kept);
  return fresh;
}

// What is to stand there: what stood there, where that is the same.
function renewed(old, next, kept, fresh) {
  if (next.hasAttribute("data-kept") && kept.get(next.id)) return kept.get(next.id);
  if (old?.hasAttribute("data-merged") && next.hasAttribute("data-merged")) return merged(old, next, kept, fresh);
  if (old?.isEqualNode(next) && !next.matches(TYPED) && !next.querySelector(TYPED)) return old;
  fresh.push(next);
  return next;
}

function merged(old, next, kept, fresh) {
  dress(old, next);
  const there = new Map([...old.children].map((it) => [key(it), it]));
  const wanted = [...next.children].map((it) => renewed(there.get(key(it)), it, kept, fresh));
  const staying = new Set([...wanted, ...kept.values()]);
  const going = [...old.children].filter((it) => !staying.has(it));
  arrange(old, wanted);
  for (const it of going) it.remove();
  return old;
}

function dress(old, next) {
  for (const { name, value } of next.attributes) if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  for (const name of old.getAttributeNames()) if (name !== "style" && !next.hasAttribute(name)) old.removeAttribute(name);
}

const key = (it) => it.id || it.dataset.item || `${it.localName} ${it.className}`;

// In the order wanted, with as few moves as can be.
function arrange(list, wanted) {
  const before = [...list.children];
  const still = standing(wanted.map((it) => before.indexOf(it)));
  let next = null;
  for (let at = wanted.length - 1; at >= 0; at -= 1) {
    if (!still.has(at)) move(list, wanted[at], next);
    next = wanted[at];
  }
}

// Which can stand where they are: the longest row of rising places; -1 is none.
function standing(places) {
  const ends = [], behind = [], still = new Set();
  places.forEach((place, at) => {
    if (place < 0) return;
    const length = ends.findIndex((end) => places[end] > place);
    const long = length < 0 ? ends.length : length;
    behind[at] = ends[long - 1];
    ends[long] = at;
  });
  for (let at = ends.at(-1); at !== undefined; at = behind[at]) still.add(at);
  return still;
}

function move(list, it, next) {
  const isHere = it.isConnected && it.ownerDocument === document;
  if (isHere && list.moveBefore) list.moveBefore(it, next);
  else list.insertBefore(it, next);
}

// A new part may hold some that the page has already.
function fill(part, kept) {
  for (const named of part.querySelectorAll("[data-kept]")) {
    const it = kept.get(named.id);
    if (!it) continue;
    move(named.parentElement, it, named);
    named.remove();
  }
}

// The focus stays where it was, or goes to what stands there now; a new part may ask for it.
function focused() {
  const was = document.activeElement;
  const { id, selectionStart, selectionEnd } = was;
  return (fresh) => {
    const asking = fresh.map((it) => (it.matches("[autofocus]") ? it : it.querySelector("[autofocus]"))).find(Boolean);
    const now = was.isConnected ? was : id && document.getElementById(id);
    if (asking) asking.focus();
    else if (now && now !== document.activeElement) {
      now.focus({ preventScroll: true });
      if (now !== was && selectionEnd != null) now.setSelectionRange?.(selectionStart, selectionEnd);
    }
  };
}
