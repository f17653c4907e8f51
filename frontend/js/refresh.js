// Some answers decide which questions follow. The rules live on the server, so the form is sent
// there with refresh=1 and its body is drawn anew. What is typed while the answer is on its way,
// on a slow line perhaps for seconds, is put back into the new body: nothing typed is lost. What
// is selected stays selected: who has marked a field to write over it must not write before it.
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

function selection() {
  const field = document.activeElement;
  const at = field && field.id && field.setSelectionRange ? field.selectionStart : null;
  return at === null ? null : [field.id, at, field.selectionEnd];
}

function select(chosen) {
  const field = chosen && document.getElementById(chosen[0]);
  if (field && field === document.activeElement) field.setSelectionRange(chosen[1], chosen[2]);
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
  let chosen = null;
  const remember = () => {
    late = snapshot(form);
    chosen = selection();
  };
  const restore = () => {
    putBack(form, sent, late);
    select(chosen);
  };
  form.addEventListener("htmx:beforeSwap", remember);
  form.addEventListener("htmx:afterSettle", restore);
  say(word("refreshing"));
  try {
    await window.htmx.ajax("POST", form.getAttribute("action"), {
      source: form,
      target: "#form-body",
      select: "#form-body",
      // Settled at once: no key can be pressed between the new body and what is put back.
      swap: "outerHTML settle:0ms",
      values: { refresh: "1" },
    });
    say(word("refreshed"));
  } finally {
    form.removeEventListener("htmx:beforeSwap", remember);
    form.removeEventListener("htmx:afterSettle", restore);
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
