// Says how much is left to give while the numbers of a constant sum are typed. The page is complete without it.
// [data-constant-sum] names the total; the fields stand within it; [data-left] takes the sentence.
import { each } from "../each.js";

function bind(list) {
  const said = list.querySelector("[data-left]");
  const tell = () => (said.textContent = sentence(list));
  let waiting;
  said.textContent = sentence(list);
  said.hidden = false;
  list.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(tell, 300);
  });
}

function sentence(list) {
  const { constantSum, unit } = list.dataset;
  const typed = [...list.querySelectorAll("input")].map((input) => number(input.value));
  if (typed.some(Number.isNaN)) return "";
  const left = Number((Number(constantSum) - typed.reduce((sum, one) => sum + one, 0)).toFixed(2));
  const amount = [Math.abs(left), unit].filter(Boolean).join(" ");
  if (left === 0) return `All ${[constantSum, unit].filter(Boolean).join(" ")} given`;
  return left > 0 ? `${amount} left` : `${amount} too much`;
}

const number = (text) => Number(text.trim().replace(",", ".") || 0);

each("[data-constant-sum]:not(fieldset:disabled *)", bind);
