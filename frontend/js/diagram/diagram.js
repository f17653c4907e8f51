// Pictures of processes that are looked at, not drawn on; two of them side by side when compared.
import NavigatedViewer from "bpmn-js/lib/NavigatedViewer";
import { DIALECT } from "../process/dialect.js";
import { h } from "../process/dom.js";
import { options, prepare, zoomButtons } from "../process/layout.js";
import { InVietnamese } from "../process/words.js";
import { compare } from "./comparing.js";

async function picture(place) {
  const viewer = prepare(new NavigatedViewer(options(place, [InVietnamese], DIALECT)));
  await viewer.importXML(document.getElementById(place.dataset.diagram).value);
  const canvas = viewer.get("canvas");
  const fit = () => canvas.zoom("fit-viewport", "auto");
  fit();
  place.before(h("div", { class: "motcua-zoom" }, zoomButtons(canvas, fit)));
  place.dataset.ready = "1";
  return viewer;
}

async function start() {
  const comparison = document.querySelector("[data-comparison]");
  const places = [...document.querySelectorAll("[data-diagram]")];
  if (comparison) comparison.hidden = false;
  for (const place of places) place.hidden = false;
  try {
    const viewers = await Promise.all(places.map(picture));
    if (comparison) compare(comparison, viewers);
  } catch (error) {
    const told = document.querySelector("[data-diagram-error]");
    if (told) told.textContent = `Không vẽ được quy trình: ${error.message}`;
  }
}

start();
