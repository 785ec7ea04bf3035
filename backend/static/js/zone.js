// Where the server does not know the author's time zone yet, its form is in UTC: this turns it to the browser's own.
import { each } from "./each.js";

function bind(select) {
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (select.value !== "UTC" || ![...select.options].some(({ value }) => value === own)) return;
  select.value = own;
  for (const id of select.dataset.zone.split(" ")) turn(document.getElementById(id));
}

// What was typed before this script came is the author's own time already.
function turn(field) {
  if (!field?.value || field.value !== field.defaultValue) return;
  const moment = new Date(`${field.value}Z`);
  field.value = new Date(moment - moment.getTimezoneOffset() * 60000).toISOString().slice(0, 16);
}

each("select[data-zone]", bind);
