// Copies the text of the field that data-copy points to, and says so on the button.
import { each } from "./each.js";
import { say } from "./toast.js";

function bind(button) {
  const field = document.querySelector(button.dataset.copy);
  button.hidden = false;
  button.addEventListener("click", async () => {
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
      confirm(button);
    } catch {
      say("The text is selected: copy it with the keyboard.");
    }
  });
}

function confirm(button) {
  const words = button.querySelector("[data-copy-text]");
  say("Copied.");
  if (!words) return;
  words.dataset.idle ??= words.textContent;
  words.textContent = "Copied";
  setTimeout(() => { words.textContent = words.dataset.idle; }, 2500);
}

each("[data-copy]", bind);
