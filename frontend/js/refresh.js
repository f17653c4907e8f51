// Some answers decide which questions follow. The rules live on the server, so the form is sent
// there with refresh=1 and its body is drawn anew. What is typed while the answer is on its way,
// on a slow line perhaps for seconds, is put back into the new body: nothing typed is lost.
import { say, word } from "./words.js";

function key(field) {
  const marked = field.type === "radio" || field.type === "checkbox";
  return marked ? `${field.name}=${field.value}` : field.name;
}

function state(field) {
  return field.type === "radio" || field.type === "checkbox" ? field.checked : field.value;
}

function snapshot(form) {
  const fields = [...form.elements].filter((field) => field.name && field.type !== "file");
  return new Map(fields.map((field) => [key(field), state(field)]));
}

function putBack(form, sent, late) {
  for (const field of form.elements) {
    const name = key(field);
    if (!field.name || !late.has(name) || late.get(name) === sent.get(name)) continue;
    if (typeof late.get(name) === "boolean") field.checked = late.get(name);
    else field.value = late.get(name);
  }
}

let underway = false;
let again = null;

// One request at a time: an answer changed meanwhile asks once more, with all that was put back.
async function refresh(form) {
  if (underway) {
    again = form;
    return;
  }
  underway = true;
  const sent = snapshot(form);
  let late = sent;
  const remember = () => (late = snapshot(form));
  form.addEventListener("htmx:beforeSwap", remember);
  say(word("refreshing"));
  try {
    await window.htmx.ajax("POST", form.getAttribute("action"), {
      source: form,
      target: "#form-body",
      select: "#form-body",
      swap: "outerHTML",
      values: { refresh: "1" },
    });
    putBack(form, sent, late);
    say(word("refreshed"));
  } finally {
    form.removeEventListener("htmx:beforeSwap", remember);
    underway = false;
  }
  if (again) {
    const waiting = again;
    again = null;
    refresh(waiting);
  }
}

export function refreshForms() {
  document.addEventListener("change", (event) => {
    const field = event.target.closest("[data-refresh]");
    const form = field && field.form;
    if (form && window.htmx && document.getElementById("form-body")) refresh(form);
  });
  document.addEventListener("htmx:responseError", () => say(word("failed")));
  document.addEventListener("htmx:sendError", () => say(word("failed")));
}
