// Some answers decide which questions follow. The rules live on the server, so the form is sent
// there with refresh=1 and its body is drawn anew.
import { say, word } from "./words.js";

export function refreshForms() {
  document.addEventListener("change", (event) => {
    const field = event.target.closest("[data-refresh]");
    const form = field && field.form;
    if (!form || !window.htmx || !document.getElementById("form-body")) return;
    say(word("refreshing"));
    window.htmx
      .ajax("POST", form.getAttribute("action"), {
        source: form,
        target: "#form-body",
        select: "#form-body",
        swap: "outerHTML",
        values: { refresh: "1" },
      })
      .then(() => say(word("refreshed")));
  });
  document.addEventListener("htmx:responseError", () => say(word("failed")));
  document.addEventListener("htmx:sendError", () => say(word("failed")));
}
