// A details[data-fold] comes open, so that it is complete without scripts; on a narrow screen it is folded.
import { each } from "./each.js";

function bind(details) {
  const narrow = matchMedia("(max-width: 900px)");
  const fold = () => { details.open = !narrow.matches; };
  narrow.addEventListener("change", fold);
  fold();
}

each("details[data-fold]", bind);
