// Attaching a file without leaving the page. Without this script the same form posts plainly.
import { Refused, persist, sendInParts } from "./parts.js";
import { say, word } from "./words.js";

function tell(box, text) {
  box.querySelector("[data-upload-status]").textContent = text;
}

export function problem(form, file) {
  const limit = Number(form.dataset.maxBytes);
  const accepted = (form.dataset.accept || "").split(",").filter(Boolean);
  const ending = `.${file.name.split(".").pop().toLowerCase()}`;
  if (file.size === 0) return word("emptyFile", { name: file.name });
  if (limit && file.size > limit) {
    return word("tooLarge", { name: file.name, limit: Math.round(limit / 1048576) });
  }
  if (accepted.length && !accepted.includes(ending)) {
    return word("wrongKind", { name: file.name, kinds: accepted.join(", ") });
  }
  return "";
}

function redraw(box, answer) {
  const page = new DOMParser().parseFromString(answer, "text/html");
  const fresh = page.getElementById(box.id);
  if (!fresh) return false;
  box.replaceWith(document.adoptNode(fresh));
  prepare(fresh);
  const input = fresh.querySelector("input[type=file]");
  if (input) input.focus();
  say(fresh.dataset.said || word("uploaded"));
  return true;
}

function failed(box, text) {
  box.querySelector("progress").hidden = true;
  tell(box, text || word("failed"));
  say(text || word("failed"));
}

async function send(box, form, file) {
  const bar = box.querySelector("progress");
  const name = form.querySelector("input[type=file]").name;
  const cut = () => tell(box, word("lineCut", { name: file.name }));
  bar.hidden = false;
  bar.value = 0;
  tell(box, word("uploading", { name: file.name }));
  say(word("uploading", { name: file.name }));
  try {
    const upload = await sendInParts(file, {
      begin: form.dataset.parts,
      token: form.querySelector("[name=csrfmiddlewaretoken]").value,
      cut,
      progress(share) {
        bar.value = Math.round(share * 100);
        tell(box, word("uploading", { name: file.name }));
      },
    });
    if (!upload) return failed(box);
    tell(box, word("checking"));
    const answer = await persist(() => finish(form, name, upload), cut);
    if (!answer || !redraw(box, answer)) failed(box);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    failed(box, error.message);
  }
  return undefined;
}

// The page's own form, naming the upload instead of carrying the file; sent again, it does no harm.
async function finish(form, name, upload) {
  const content = new FormData(form);
  content.delete(name);
  content.set(`${name}.upload`, upload);
  try {
    const answer = await fetch(form.getAttribute("action"), { method: "POST", body: content });
    return answer.status < 500 ? await answer.text() : null;
  } catch {
    return null;
  }
}

function offer(box, form, file) {
  const wrong = problem(form, file);
  if (wrong) {
    tell(box, wrong);
    say(wrong);
    form.querySelector("input[type=file]").value = "";
    return;
  }
  send(box, form, file);
}

function prepare(box) {
  const form = box.querySelector("form[data-upload-form]");
  if (!form) return;
  const area = box.querySelector("[data-upload-area]");
  const input = form.querySelector("input[type=file]");
  input.addEventListener("change", () => {
    if (input.files.length) offer(box, form, input.files[0]);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (input.files.length) offer(box, form, input.files[0]);
    else tell(box, word("noFile"));
  });
  for (const name of ["dragenter", "dragover"]) {
    area.addEventListener(name, (event) => {
      event.preventDefault();
      area.classList.add("motcua-upload__area--over");
    });
  }
  area.addEventListener("dragleave", () => area.classList.remove("motcua-upload__area--over"));
  area.addEventListener("drop", (event) => {
    event.preventDefault();
    area.classList.remove("motcua-upload__area--over");
    if (event.dataTransfer.files.length) offer(box, form, event.dataTransfer.files[0]);
  });
}

export function prepareUploads() {
  document.querySelectorAll("[data-upload]").forEach(prepare);
}
