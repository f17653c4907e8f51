// The page on which processes are drawn, checked and tried out.
import Modeler from "bpmn-js/lib/Modeler";
import { DIALECT } from "../process/dialect.js";
import { options, prepare, zoomButtons } from "../process/layout.js";
import { InVietnamese } from "../process/words.js";
import { Drawing } from "./drawing.js";
import { Findings } from "./findings.js";
import { OurMenus } from "./menus.js";
import { Outline } from "./outline.js";
import { Panel } from "./panel/panel.js";
import { Saving, download } from "./saving.js";
import { Trial } from "./trial.js";

// Their icons carry style attributes, which the page's policy forbids.
const UNUSED = {
  alignElementsContextPadProvider: ["value", {}],
  alignElementsMenuProvider: ["value", {}],
  distributeElementsMenuProvider: ["value", {}],
};
const BESIDE_PALETTE = 130;

function modelerIn(container) {
  return prepare(new Modeler(options(container, [InVietnamese, OurMenus, UNUSED], DIALECT)));
}

// Show the whole picture, none of it under the palette.
function fit(canvas) {
  canvas.zoom("fit-viewport");
  const { inner, outer } = canvas.viewbox();
  if (!inner.width) return;
  const scale = Math.min(
    (outer.width - BESIDE_PALETTE - 20) / inner.width,
    (outer.height - 40) / inner.height,
    1,
  );
  const x = inner.x - BESIDE_PALETTE / scale;
  canvas.viewbox({ x, y: inner.y - 20 / scale, width: outer.width / scale, height: outer.height / scale });
}

function show(root, mode) {
  for (const part of root.querySelectorAll("[data-mode]")) part.hidden = part.dataset.mode !== mode;
}

function wireTrial(root, drawing, address) {
  const trial = new Trial({
    canvas: root.querySelector("[data-trial-canvas]"),
    panel: root.querySelector("[data-trial-panel]"),
    address,
  });
  root.querySelector("[data-try]").addEventListener("click", async () => {
    show(root, "try");
    await trial.start(await drawing.xml());
    root.querySelector("[data-draw]").focus();
  });
  root.querySelector("[data-draw]").addEventListener("click", () => {
    show(root, "draw");
    root.querySelector("[data-try]").focus();
  });
}

function wireTools(root, drawing, code) {
  const { modeler, canvas } = drawing;
  const stack = modeler.get("commandStack");
  const on = (name, act) => root.querySelector(`[data-${name}]`).addEventListener("click", act);
  const undo = root.querySelector("[data-undo]");
  const redo = root.querySelector("[data-redo]");
  on("undo", () => stack.undo());
  on("redo", () => stack.redo());
  root.querySelector("[data-zoom]").append(...zoomButtons(canvas, () => fit(canvas)));
  on("download", async () => download(await drawing.xml(), `${code}.bpmn`));
  modeler.on("commandStack.changed", () => {
    undo.disabled = !stack.canUndo();
    redo.disabled = !stack.canRedo();
  });
}

async function start(root) {
  const facts = JSON.parse(root.dataset.facts);
  const modeler = modelerIn(root.querySelector("[data-canvas]"));
  const drawing = new Drawing(modeler);
  const outline = new Outline(root.querySelector("[data-outline]"), drawing);
  new Panel(root.querySelector("[data-panel]"), drawing, facts);
  new Findings(root.querySelector("[data-findings]"), drawing, facts.check, (element) =>
    outline.select(element),
  );
  new Saving(root, drawing, { address: facts.save, revision: facts.revision });
  wireTools(root, drawing, facts.code);
  wireTrial(root, drawing, facts.try);
  document.body.classList.add("motcua-drawing");
  show(root, "draw");
  root.hidden = false;
  try {
    await modeler.importXML(root.querySelector("[data-bpmn]").value);
    fit(modeler.get("canvas"));
    root.dataset.ready = "1";
  } catch (error) {
    root.querySelector("[data-saved]").textContent = `Không mở được tệp này: ${error.message}`;
  }
}

const root = document.querySelector("[data-designer]");
if (root) start(root);
