// A signature drawn by finger, pen or mouse: kept as points, the way the server checks them.
const WIDTH = 600;
const HEIGHT = 200;
const LONGEST = 12000;
const NEAR = 3;

const clamp = (number, most) => Math.max(0, Math.min(most, Math.round(number)));

function pointAt(place, event) {
  const { left, top, width, height } = place.getBoundingClientRect();
  return [
    clamp(((event.clientX - left) / width) * WIDTH, WIDTH),
    clamp(((event.clientY - top) / height) * HEIGHT, HEIGHT),
  ];
}

function draw(place, line) {
  const drawn = document.createElementNS("http://www.w3.org/2000/svg", "polyline");
  drawn.setAttribute("points", line);
  place.append(drawn);
  return drawn;
}

function wire(box) {
  const place = box.querySelector("svg");
  const kept = box.querySelector("input");
  let line = null;
  let drawn = null;
  place.addEventListener("pointerdown", (event) => {
    if (kept.value.length > LONGEST - 200) return;
    event.preventDefault();
    place.setPointerCapture(event.pointerId);
    line = [pointAt(place, event)];
    drawn = draw(place, `${line[0]} ${line[0]}`);
  });
  place.addEventListener("pointermove", (event) => {
    if (!line) return;
    const next = pointAt(place, event);
    const last = line[line.length - 1];
    const room = kept.value.length + line.length * 8 < LONGEST - 16;
    if (!room || Math.hypot(next[0] - last[0], next[1] - last[1]) < NEAR) return;
    line.push(next);
    drawn.setAttribute("points", line.join(" "));
  });
  const end = () => {
    if (!line) return;
    kept.value = [kept.value, line.join(" ")].filter(Boolean).join(";");
    line = null;
  };
  place.addEventListener("pointerup", end);
  place.addEventListener("pointercancel", end);
  box.querySelector("[data-clears]").addEventListener("click", () => {
    kept.value = "";
    place.replaceChildren();
  });
}

export function prepareStrokes(scope) {
  for (const box of scope.querySelectorAll("[data-strokes]:not([data-wired])")) {
    box.dataset.wired = "1";
    wire(box);
  }
}
