// A file that was chosen goes up at once, with its form, which is saved before; without this a button does it.
// [data-upload] holds input[type=file] fields and names that button.
import { flush } from "./autosave.js";
import { each } from "./each.js";
import { say } from "./toast.js";

const LARGEST = 5 * 2 ** 20;

function bind(region) {
  region.addEventListener("change", (event) => {
    if (!event.target.matches("input[type=file]")) return;
    event.stopPropagation(); // a file by itself is nothing that could be saved
    take(region, event.target);
  });
  region.querySelectorAll("input[type=file]").forEach((field) => take(region, field)); // chosen before this script came
}

async function take(region, field) {
  if ([...field.files].some((file) => file.size > LARGEST)) {
    field.value = "";
    return say("That image is too large: it may have 5 MB.");
  }
  if (field.files.length) await send(field.form, document.getElementById(region.dataset.upload));
}

async function send(form, button) {
  if (!(await flush())) return say("Not saved yet. Put right what is marked, then choose the image again.");
  say("Uploading …");
  form.action = button.formAction;
  form.enctype = "multipart/form-data";
  form.submit();
}

each("[data-upload]", bind);
