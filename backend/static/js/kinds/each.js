// Binds every element of a kind, once: those of the page, and those that are put into it later, as in the editor.
const bound = new WeakSet();

export function each(selector, bind) {
  const all = (root) => {
    const found = [...root.querySelectorAll(selector)];
    if (root.matches?.(selector)) found.unshift(root);
    for (const element of found.filter((it) => !bound.has(it))) {
      bound.add(element);
      bind(element);
    }
  };
  all(document);
  document.addEventListener("surveys:swapped", (event) => all(event.target));
  document.addEventListener("htmx:load", (event) => all(event.detail.elt));
}
