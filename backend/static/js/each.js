// Binds every element that a selector names, once: those of the page, and those that are put into it later. A fault in one
// keeps no other from being bound.
export function each(selector, bind) {
  const bound = new WeakSet();
  const all = (root) => {
    if (root.matches?.(selector)) once(root);
    root.querySelectorAll(selector).forEach(once);
  };
  const once = (element) => {
    if (bound.has(element)) return;
    bound.add(element);
    try { bind(element); } catch (error) { reportError(error); }
  };
  all(document);
  document.addEventListener("surveys:swapped", (event) => all(event.target));
  document.addEventListener("htmx:load", (event) => all(event.detail.elt));
}
