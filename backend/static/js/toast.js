// One short sentence at the foot of the page, read out politely, gone after a while.
let leaving;

export function say(sentence) {
  const toast = document.querySelector("[data-toast]");
  if (!toast) return;
  clearTimeout(leaving);
  toast.textContent = sentence;
  leaving = setTimeout(() => { toast.textContent = ""; }, 6000);
}
