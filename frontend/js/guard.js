// A form is sent once. The server refuses a second sending too; this only spares the wait.
import { say, word } from "./words.js";

const PATIENCE = 1000;

function release(form) {
  delete form.dataset.sent;
  for (const button of form.querySelectorAll("[data-waiting]")) {
    button.removeAttribute("aria-disabled");
    button.textContent = button.dataset.waiting;
    button.removeAttribute("data-waiting");
  }
  say("");
}

function tellWaiting(form, button) {
  if (!form.dataset.sent) return;
  say(word("sending"));
  if (!button || button.matches(".motcua-default-submit, .motcua-plain-button, input")) return;
  button.dataset.waiting = button.textContent;
  button.setAttribute("aria-disabled", "true");
  button.textContent = word("sending");
}

export function guardForms() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    const posts = (form.getAttribute("method") || "").toLowerCase() === "post";
    if (event.defaultPrevented || !posts || "noGuard" in form.dataset) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "1";
    setTimeout(() => tellWaiting(form, event.submitter), PATIENCE);
  });
  // A page brought back by the browser's Back button can be sent again.
  window.addEventListener("pageshow", () => {
    document.querySelectorAll("form[data-sent]").forEach(release);
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.target.closest && event.target.closest("form");
    if (form) release(form);
  });
}
