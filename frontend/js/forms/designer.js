// The page on which forms are drawn, shown, checked and tried out.
import { download } from "../designer/saving.js";
import { button, redraw } from "../process/dom.js";
import { Findings } from "./findings.js";
import { Model } from "./model.js";
import { Outline, adding } from "./outline.js";
import { Panel } from "./panel.js";
import { Preview } from "./preview.js";
import { Saving } from "./saving.js";
import { Trials } from "./trials.js";

const VIEWS = [
  ["build", "Soạn"],
  ["preview", "Xem thử"],
  ["trials", "Ca thử"],
];
const WRITABLE = "input:not([type=checkbox], [type=radio]), textarea";

function wireViews(root, opened) {
  const place = root.querySelector("[data-views]");
  const show = (wanted) => {
    for (const part of root.querySelectorAll("[data-view]")) part.hidden = part.dataset.view !== wanted;
    redraw(
      place,
      VIEWS.map(([view, label]) =>
        button(label, () => show(view), {
          id: `view-${view}`,
          "aria-pressed": String(view === wanted),
          class: "motcua-builder__view",
        }),
      ),
    );
    opened(wanted);
  };
  show("build");
  return show;
}

function wireUndo(root, model) {
  const undo = root.querySelector("[data-undo]");
  const redo = root.querySelector("[data-redo]");
  undo.addEventListener("click", () => model.undo());
  redo.addEventListener("click", () => model.redo());
  model.on("change", () => {
    undo.disabled = !model.past.length;
    redo.disabled = !model.future.length;
  });
  // In a text the browser's own undo is meant.
  document.addEventListener("keydown", (event) => {
    if (!event.ctrlKey || event.target.matches(WRITABLE)) return;
    const acts = { z: () => model.undo(), y: () => model.redo() };
    const act = acts[event.key.toLowerCase()];
    if (!act) return;
    event.preventDefault();
    act();
  });
}

function start(root) {
  const facts = JSON.parse(root.dataset.facts);
  const model = new Model(JSON.parse(root.querySelector("[data-form-file]").value), facts);
  const part = (name) => root.querySelector(`[data-${name}]`);
  adding(part("adding"), model);
  new Outline(part("outline"), model);
  new Panel(part("panel"), model);
  new Findings(part("findings"), model, facts.check);
  new Saving(root, model);
  const trials = new Trials(part("trials"), model);
  const preview = new Preview(part("preview"), model, (trial) => {
    trials.keep(trial);
    show("trials");
  });
  const show = wireViews(root, (view) => view === "preview" && preview.open());
  wireUndo(root, model);
  model.on("change", () => {
    document.querySelector("[data-form-title]").textContent = model.form.title?.vi || facts.code;
  });
  part("download").addEventListener("click", () =>
    download(model.whole, `${facts.code}.json`, "application/json"),
  );
  document.body.classList.add("motcua-drawing");
  root.hidden = false;
  root.dataset.ready = "1";
}

const root = document.querySelector("[data-form-designer]");
if (root) start(root);
