// Setting the point of a parcel on a plan of the province. The plan comes from this system alone,
// so that it works where no map service can be reached; the two numbers can always be typed.
const SVG = "http://www.w3.org/2000/svg";
const WIDTH = 600;
const HEIGHT = 400;
const STEPS = [0.2, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001];
const CLOSEST = 0.004; // degrees of longitude across the plan
const FINEST = 6; // decimals
const MOVED = 6; // pixels after which a press is a drag
const KEYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
const KILOMETRES = 111.32; // of a degree of latitude

const made = (name, attributes, text = "") => {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.textContent = text;
  return element;
};

const degrees = (number, side) => `${number.toFixed(3).replace(".", ",")}°${side}`;

function extent(units) {
  const points = units.flatMap((unit) => unit.rings.flat());
  const [xs, ys] = [0, 1].map((axis) => points.map((point) => point[axis]));
  const [west, east] = [Math.min(...xs), Math.max(...xs)];
  const [south, north] = [Math.min(...ys), Math.max(...ys)];
  const middle = { lon: (west + east) / 2, lat: (south + north) / 2 };
  const high = ((north - south) * WIDTH) / HEIGHT / Math.cos((middle.lat * Math.PI) / 180);
  return { ...middle, span: Math.max(east - west, high) * 1.1 };
}

class Plan {
  constructor(box, units) {
    this.box = box;
    this.units = units;
    this.whole = extent(units);
    this.view = { ...this.whole };
    this.place = box.querySelector("svg");
    this.inputs = ["lat", "lon"].map((part) => document.getElementById(`${box.dataset.point}.${part}`));
    this.pressed = null;
    this.wire();
    const point = this.point();
    if (point) this.look({ lon: point[0], lat: point[1], span: 0.05 });
    else this.draw();
  }

  point() {
    const [lat, lon] = this.inputs.map((input) => Number.parseFloat(input.value.replace(",", ".")));
    return Number.isFinite(lat) && Number.isFinite(lon) ? [lon, lat] : null;
  }

  // Pixels of a degree of longitude; one of latitude is longer by the cosine.
  get scale() {
    return WIDTH / this.view.span;
  }

  get stretch() {
    return 1 / Math.cos((this.view.lat * Math.PI) / 180);
  }

  toPlan([lon, lat]) {
    const across = WIDTH / 2 + (lon - this.view.lon) * this.scale;
    const down = HEIGHT / 2 - (lat - this.view.lat) * this.scale * this.stretch;
    return [across, down];
  }

  fromPlan([across, down]) {
    return [
      this.view.lon + (across - WIDTH / 2) / this.scale,
      this.view.lat - (down - HEIGHT / 2) / this.scale / this.stretch,
    ];
  }

  look(change) {
    this.view = { ...this.view, ...change };
    this.view.span = Math.min(this.whole.span, Math.max(CLOSEST, this.view.span));
    this.draw();
  }

  set([lon, lat]) {
    const values = [lat, lon];
    this.inputs.forEach((input, at) => {
      input.value = values[at].toFixed(FINEST).replace(".", ",");
      input.dispatchEvent(new Event("input", { bubbles: true }));
      input.dispatchEvent(new Event("change", { bubbles: true }));
    });
    this.draw();
  }

  draw() {
    const path = (ring) => `M${ring.map((point) => this.toPlan(point).map(Math.round)).join("L")}Z`;
    const parts = this.units.map((unit) =>
      made("path", { class: "motcua-plan__unit", d: unit.rings.map(path).join("") }),
    );
    parts.push(...this.grid(), ...this.names(), ...this.cross());
    const point = this.point();
    if (point) {
      const [x, y] = this.toPlan(point);
      parts.push(made("circle", { class: "motcua-plan__point", cx: x, cy: y, r: 8 }));
    }
    this.place.replaceChildren(...parts);
  }

  grid() {
    const step = STEPS.filter((one) => one <= this.view.span / 3)[0] || STEPS[STEPS.length - 1];
    const [west, north] = this.fromPlan([0, 0]);
    const [east, south] = this.fromPlan([WIDTH, HEIGHT]);
    const drawn = [];
    for (let n = Math.ceil(west / step); n * step <= east; n += 1) {
      const [x] = this.toPlan([n * step, north]);
      drawn.push(made("line", { class: "motcua-plan__grid", x1: x, x2: x, y1: 0, y2: HEIGHT }));
      drawn.push(made("text", { x: x + 3, y: HEIGHT - 5 }, degrees(n * step, "Đ")));
    }
    for (let n = Math.ceil(south / step); n * step <= north; n += 1) {
      const [, y] = this.toPlan([west, n * step]);
      drawn.push(made("line", { class: "motcua-plan__grid", x1: 0, x2: WIDTH, y1: y, y2: y }));
      drawn.push(made("text", { x: 4, y: y - 4 }, degrees(n * step, "B")));
    }
    return [...drawn, ...this.ruler(step)];
  }

  ruler(step) {
    const long = step * this.scale;
    const kilometres = (step * KILOMETRES) / this.stretch;
    const told = kilometres >= 1 ? `${kilometres.toFixed(1)} km` : `${Math.round(kilometres * 1000)} m`;
    const [right, y] = [WIDTH - 12, 18];
    return [
      made("line", { class: "motcua-plan__ruler", x1: right - long, x2: right, y1: y, y2: y }),
      made("text", { x: right, y: y + 16, "text-anchor": "end" }, told.replace(".", ",")),
    ];
  }

  names() {
    return this.units.map((unit) => {
      const middle = extent([unit]);
      const [x, y] = this.toPlan([middle.lon, middle.lat]);
      return made("text", { class: "motcua-plan__name", x, y, "text-anchor": "middle" }, unit.name);
    });
  }

  cross() {
    const [x, y] = [WIDTH / 2, HEIGHT / 2];
    return [
      made("path", { class: "motcua-plan__cross", d: `M${x - 9},${y}h18M${x},${y - 9}v18` }),
    ];
  }

  at(event) {
    const { left, top, width, height } = this.place.getBoundingClientRect();
    return [
      ((event.clientX - left) / width) * WIDTH,
      ((event.clientY - top) / height) * HEIGHT,
    ];
  }

  wire() {
    this.place.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      this.place.focus({ preventScroll: true });
      this.place.setPointerCapture(event.pointerId);
      this.pressed = { at: this.at(event), view: { ...this.view }, moved: false };
    });
    this.place.addEventListener("pointermove", (event) => this.drag(this.at(event)));
    this.place.addEventListener("pointerup", (event) => {
      if (this.pressed && !this.pressed.moved) this.set(this.fromPlan(this.at(event)));
      this.pressed = null;
    });
    this.place.addEventListener("pointercancel", () => {
      this.pressed = null;
    });
    this.place.addEventListener("keydown", (event) => this.key(event));
    this.box.addEventListener("click", (event) => this.act(event.target.closest("[data-does]")));
    for (const input of this.inputs) input.addEventListener("change", () => this.draw());
  }

  drag([x, y]) {
    if (!this.pressed) return;
    const [right, down] = [x - this.pressed.at[0], y - this.pressed.at[1]];
    this.pressed.moved ||= Math.hypot(right, down) > MOVED;
    if (!this.pressed.moved) return;
    const { lon, lat } = this.pressed.view;
    this.look({ lon: lon - right / this.scale, lat: lat + down / this.scale / this.stretch });
  }

  key(event) {
    const way = KEYS[event.key];
    if (way) {
      const far = this.view.span / (event.shiftKey ? 40 : 8);
      this.look({ lon: this.view.lon + way[0] * far, lat: this.view.lat + way[1] * far });
    } else if (event.key === "+" || event.key === "=") this.closer();
    else if (event.key === "-") this.look({ span: this.view.span * 2 });
    else if (event.key === "Enter" || event.key === " ") this.set([this.view.lon, this.view.lat]);
    else return;
    event.preventDefault();
  }

  // A point that is seen stays in the middle while one looks closer.
  closer() {
    const point = this.point();
    const [x, y] = point ? this.toPlan(point) : [-1, -1];
    const seen = x >= 0 && x <= WIDTH && y >= 0 && y <= HEIGHT;
    const middle = seen ? { lon: point[0], lat: point[1] } : {};
    this.look({ ...middle, span: this.view.span / 2 });
  }

  act(button) {
    if (!button) return;
    const { lon, lat, span } = this.view;
    if (button.dataset.does === "closer") this.closer();
    else if (button.dataset.does === "wider") this.look({ span: span * 2 });
    else if (button.dataset.does === "centre") this.set([lon, lat]);
    else this.locate(button);
  }

  locate(button) {
    const says = this.box.querySelector("[data-says]");
    const refused = () => {
      says.textContent = button.dataset.refused;
    };
    if (!navigator.geolocation) return refused();
    return navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        says.textContent = "";
        this.look({ lon: coords.longitude, lat: coords.latitude, span: 0.02 });
        this.set([coords.longitude, coords.latitude]);
      },
      refused,
      { enableHighAccuracy: true, timeout: 15000 },
    );
  }
}

export function preparePlans(scope) {
  for (const box of scope.querySelectorAll("[data-point]:not([data-wired])")) {
    box.dataset.wired = "1";
    fetch(box.dataset.outline)
      .then((answer) => answer.json())
      .then(({ units }) => {
        box.hidden = false;
        new Plan(box, units);
      })
      .catch(() => box.remove());
  }
}
