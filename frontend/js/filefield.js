// A file as the answer to a question: sent in parts as soon as it is chosen, named by its hidden
// inputs, and saved with the page like anything typed. Without this script it is sent with the page.
import { Refused, persist, sendInParts } from "./parts.js";
import { problem } from "./upload.js";
import { say, word } from "./words.js";

class FileField {
  constructor(box) {
    this.box = box;
    this.input = box.querySelector("input[type=file]");
    this.bar = box.querySelector("progress");
    this.status = box.querySelector("[data-upload-status]");
    this.kept = box.querySelector("[data-file-kept]");
    this.token = this.input.form?.querySelector("[name=csrfmiddlewaretoken]")?.value;
    this.input.addEventListener("change", (event) => {
      event.stopPropagation(); // nothing is answered before it has arrived
      if (this.input.files.length) this.send(this.input.files[0]);
    });
  }

  tell(text, aloud = true) {
    this.status.textContent = text;
    if (aloud) say(text);
  }

  over(text) {
    this.bar.hidden = true;
    this.tell(text);
  }

  async send(file) {
    this.input.value = "";
    const wrong = problem(this.box, file);
    if (wrong) return this.tell(wrong);
    this.bar.value = 0;
    this.bar.hidden = false;
    this.tell(word("uploading", { name: file.name }));
    const cut = () => this.tell(word("lineCut", { name: file.name }), false);
    try {
      const upload = await sendInParts(file, {
        begin: this.box.dataset.parts,
        token: this.token,
        cut,
        progress: (share) => {
          this.bar.value = Math.round(share * 100);
        },
      });
      const answer = upload && (await persist(() => this.finish(upload), cut));
      return answer ? this.heard(answer) : this.over(word("failed"));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return this.over(error.message || word("failed"));
    }
  }

  async finish(upload) {
    const body = new FormData();
    body.set("types", this.box.dataset.types);
    try {
      const answer = await fetch(`${this.box.dataset.parts}/${upload}/xong`, {
        method: "POST",
        headers: { "X-CSRFToken": this.token },
        body,
      });
      return answer.status < 500 ? answer : null;
    } catch {
      return null;
    }
  }

  async heard(answer) {
    const told = await answer.json().catch(() => ({}));
    if (!answer.ok) return this.over(told.message || word("failed"));
    this.box.querySelector("[data-file-document]").value = told.document;
    this.box.querySelector("[data-file-name]").value = told.name;
    this.box.querySelector("[data-file-said]").textContent = told.name;
    this.kept.hidden = false;
    this.over(word("uploaded"));
    this.box.dispatchEvent(new Event("change", { bubbles: true }));
    return undefined;
  }
}

export function prepareFileFields(scope) {
  for (const box of scope.querySelectorAll("[data-file-field]")) {
    if (box.querySelector("input[type=file]").form) new FileField(box);
  }
}
