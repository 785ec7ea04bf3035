// Picking a point: on an outline of the world, by the browser's own location, or by typing degrees, which always works.
const [WIDTH, HEIGHT] = [360, 180];

for (const region of document.querySelectorAll("[data-location]")) {
  if (!region.closest("fieldset:disabled")) bind(region);
}

function bind(region) {
  const find = (selector) => region.querySelector(selector);
  const [lat, lon] = region.querySelectorAll(".degrees input");
  const [world, sheet, said, open, here] = [".world", ".world svg", "[data-said]", "[data-open]", "[data-here]"].map(find);
  const decimals = Number(region.dataset.decimals);
  let view = { x: -180, y: -90, width: WIDTH };
  find("[data-picker]").hidden = false;
  here.hidden = !navigator.geolocation;

  open.addEventListener("click", async () => {
    world.hidden = !world.hidden;
    open.setAttribute("aria-expanded", String(!world.hidden));
    if (!world.hidden && !find(".land").getAttribute("d")) find(".land").setAttribute("d", await outline(region.dataset.land));
    show();
  });
  here.addEventListener("click", () => {
    said.textContent = "Looking …";
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => put(coords.latitude, coords.longitude, "That is where you are."),
      () => (said.textContent = "Your browser does not say where you are."),
      { timeout: 15000, maximumAge: 60000 },
    );
  });
  sheet.addEventListener("click", (event) => {
    const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(sheet.getScreenCTM().inverse());
    put(-point.y, point.x, "Picked.");
  });
  sheet.addEventListener("keydown", (event) => {
    const step = { ArrowUp: [1, 0], ArrowDown: [-1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key];
    if (!step) return;
    event.preventDefault();
    const by = Math.max(10 ** -decimals, view.width / 72);
    const [x, y] = at() ?? [view.x + view.width / 2, -(view.y + view.width / 4)];
    put(y + step[0] * by, x + step[1] * by, "Moved.");
  });
  for (const button of region.querySelectorAll("[data-zoom]")) {
    button.addEventListener("click", () => zoom(Number(button.dataset.zoom)));
  }
  for (const field of [lat, lon]) field.addEventListener("input", show);

  function at() {
    const read = (field) => (field.value.trim() ? Number(field.value.trim().replace(",", ".")) : NaN);
    const [x, y] = [read(lon), read(lat)];
    return Math.abs(x) <= 180 && Math.abs(y) <= 90 ? [x, y] : undefined;
  }

  function put(y, x, words) {
    lat.value = Number(Math.max(-90, Math.min(90, y)).toFixed(decimals));
    lon.value = Number(Math.max(-180, Math.min(180, x)).toFixed(decimals));
    said.textContent = `${words} ${lat.value}, ${lon.value}`;
    show();
  }

  function zoom(by) {
    const [x, y] = at() ?? [view.x + view.width / 2, -(view.y + view.width / 4)];
    const width = Math.max(2, Math.min(WIDTH, view.width * by));
    const within = (middle, size, low, most) => Math.max(low, Math.min(middle - size / 2, low + most - size));
    view = { width, x: within(x, width, -180, WIDTH), y: within(-y, width / 2, -90, HEIGHT) };
    show();
  }

  function show() {
    sheet.setAttribute("viewBox", `${view.x} ${view.y} ${view.width} ${view.width / 2}`);
    const point = at();
    const r = view.width / 40;
    find(".cross").setAttribute("d", point ? `M${point[0] - r} ${-point[1]}h${2 * r}M${point[0]} ${-point[1] - r}v${2 * r}` : "");
  }
}

// The land of a TopoJSON topology as the `d` of a path: x is the longitude, y the latitude turned over.
async function outline(address) {
  const { arcs, transform, objects } = await (await fetch(address)).json();
  const lines = arcs.map((arc) => decoded(arc, transform));
  const ring = (numbers) => numbers.flatMap((n) => (n < 0 ? [...lines[~n]].reverse() : lines[n]));
  const rings = objects.land.geometries.flatMap((shape) => shape.arcs.flat()).map((numbers) => closed(ring(numbers)));
  return rings.flatMap((points) => copies(points)).map((points) => `M${points.map((point) => point.join(" ")).join("L")}Z`).join("");
}

function decoded(arc, { scale, translate }) {
  let [x, y] = [0, 0];
  return arc.map(([right, up]) => [(x += right) * scale[0] + translate[0], -((y += up) * scale[1] + translate[1])]);
}

// A line over the date line stays in one piece; one around the world takes in the pole.
function closed(points) {
  const line = [];
  for (const [x, y] of points) line.push([x + (line.length ? 360 * Math.round((line.at(-1)[0] - x) / 360) : 0), y]);
  const [first, last] = [line[0], line.at(-1)];
  return Math.abs(last[0] - first[0]) > 180 ? [...line, [last[0], Math.sign(last[1]) * 90], [first[0], Math.sign(last[1]) * 90]] : line;
}

function copies(points) {
  const xs = points.map(([x]) => x);
  const moved = [0, Math.min(...xs) < -180 ? 360 : 0, Math.max(...xs) > 180 ? -360 : 0];
  return [...new Set(moved)].map((by) => points.map(([x, y]) => [+(x + by).toFixed(2), +y.toFixed(2)]));
}
