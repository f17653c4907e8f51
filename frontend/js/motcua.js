// Makes pages better that already work without it. No rule of the law is repeated here.
import {
  CharacterCount,
  Checkboxes,
  ErrorSummary,
  Radios,
  ServiceNavigation,
  SkipLink,
  createAll,
} from "govuk-frontend";
import { saveWhileTyping } from "./autosave.js";
import { prepareFileFields } from "./filefield.js";
import { guardForms } from "./guard.js";
import { preparePlans } from "./point.js";
import { refreshForms } from "./refresh.js";
import { watchSession } from "./session.js";
import { listenForKeys } from "./shortcuts.js";
import { prepareStrokes } from "./strokes.js";
import { prepareUploads } from "./upload.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");

function start(scope) {
  for (const component of [CharacterCount, Checkboxes, ErrorSummary, Radios, ServiceNavigation]) {
    createAll(component, undefined, scope);
  }
  prepareStrokes(scope);
  preparePlans(scope);
  prepareFileFields(scope);
}

function selectAll(event) {
  const all = event.target.closest("[data-selects]");
  if (!all) return;
  for (const box of document.querySelectorAll(`input[name="${all.dataset.selects}"]`)) {
    box.checked = all.checked;
  }
}

start(document);
createAll(SkipLink);
guardForms();
refreshForms();
saveWhileTyping();
watchSession();
listenForKeys();
prepareUploads();
document.addEventListener("change", selectAll);
document.addEventListener("htmx:afterSettle", () => {
  const body = document.getElementById("form-body");
  if (body) start(body);
});
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
