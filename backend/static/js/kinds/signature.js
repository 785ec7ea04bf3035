// Drawing a signature: strokes on a sheet of 600 by 200, written as "x,y x,y;x,y". Typing a name always works too.
const WIDTH = 600, HEIGHT = 200, NEAR = 3, MOST_STROKES = 100, MOST_POINTS = 3000;

for (const region of document.querySelectorAll("[data-signature]")) {
  if (!region.closest("fieldset:disabled")) bind(region);
}

function bind(region) {
  const [pad, field] = [region.querySelector("[data-pad]"), region.querySelector("input[type=hidden]")];
  const [sheet, ink, clear] = [pad.querySelector("svg"), pad.querySelector(".ink"), pad.querySelector("[data-clear]")];
  let strokes = field.value ? field.value.split(";").map((stroke) => stroke.split(" ")) : [];
  let drawing;
  pad.hidden = false;
  pad.classList.add("ready");

  sheet.addEventListener("pointerdown", (event) => {
    if (event.button || strokes.length >= MOST_STROKES) return;
    event.preventDefault();
    sheet.setPointerCapture(event.pointerId);
    strokes.push((drawing = [at(event)]));
    show();
  });
  sheet.addEventListener("pointermove", (event) => {
    if (!drawing) return;
    for (const one of event.getCoalescedEvents?.() ?? [event]) add(at(one));
    show();
  });
  for (const name of ["pointerup", "pointercancel"]) sheet.addEventListener(name, () => (drawing = undefined));
  clear.addEventListener("click", () => {
    strokes = [];
    show();
    region.querySelector("input[type=text]").focus();
  });

  function at(event) {
    const box = sheet.getBoundingClientRect();
    const within = (share, most) => Math.round(Math.min(1, Math.max(0, share)) * most);
    return `${within((event.clientX - box.left) / box.width, WIDTH)},${within((event.clientY - box.top) / box.height, HEIGHT)}`;
  }

  function add(point) {
    const [[x, y], [lastX, lastY]] = [point, drawing.at(-1)].map((one) => one.split(","));
    const points = strokes.reduce((sum, stroke) => sum + stroke.length, 0);
    if (Math.hypot(x - lastX, y - lastY) >= NEAR && points < MOST_POINTS) drawing.push(point);
  }

  function show() {
    field.value = strokes.map((stroke) => stroke.join(" ")).join(";");
    ink.setAttribute("d", strokes.map(path).join(""));
    clear.hidden = !strokes.length;
  }
}

function path(stroke) {
  const [first, ...others] = stroke.map((point) => point.replace(",", " "));
  return `M${first}${others.map((point) => `L${point}`).join("") || "h0"}`;
}
