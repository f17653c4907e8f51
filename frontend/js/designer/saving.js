// Saving the draft when asked to; what was drawn is never lost to a refusal.
import { Refused, ask } from "./asking.js";

export class Saving {
  constructor(root, drawing, { address, revision }) {
    this.root = root;
    this.drawing = drawing;
    this.address = address;
    this.revision = revision;
    this.button = root.querySelector("[data-save]");
    this.status = root.querySelector("[data-saved]");
    this.changed = false;
    this.button.addEventListener("click", () => this.save());
    drawing.modeler.on("commandStack.changed", () => this.touch());
    window.addEventListener("beforeunload", (event) => this.changed && event.preventDefault());
    for (const form of document.querySelectorAll("form[data-needs-saving]")) {
      form.addEventListener("submit", (event) => this.beforeSending(event));
    }
  }

  touch() {
    this.changed = true;
    this.tell("Có thay đổi chưa lưu.");
  }

  tell(words, failed = false) {
    this.status.textContent = words;
    this.status.classList.toggle("govuk-error-message", failed);
  }

  async save() {
    this.button.disabled = true;
    this.tell("Đang lưu…");
    try {
      const given = {
        bpmn: await this.drawing.xml(),
        name: this.drawing.process.name || "",
        revision: this.revision,
      };
      const { revision, at } = await ask(this.address, given);
      this.revision = revision;
      this.changed = false;
      this.tell(`Đã lưu lúc ${at}.`);
      return true;
    } catch (refusal) {
      if (!(refusal instanceof Refused)) throw refusal;
      this.tell(`${refusal.message} Bản vẽ vẫn còn nguyên trên màn hình; ông/bà có thể tải về máy.`, true);
      return false;
    } finally {
      this.button.disabled = false;
    }
  }

  // What is proposed is what is drawn: save first, then send the form.
  async beforeSending(event) {
    if (!this.changed) return;
    event.preventDefault();
    const { target: form } = event;
    if (await this.save()) form.requestSubmit();
  }
}

export function download(text, name, type = "application/xml") {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}
