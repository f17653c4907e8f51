// Saving the draft when asked to; what was drawn is never lost to a refusal.
import { Refused, ask } from "../designer/asking.js";

export class Saving {
  constructor(root, model) {
    this.root = root;
    this.model = model;
    this.revision = model.facts.revision;
    this.button = root.querySelector("[data-save]");
    this.status = root.querySelector("[data-saved]");
    this.changed = false;
    this.button.addEventListener("click", () => this.save());
    model.on("change", () => this.touch());
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
    // What is being typed counts too.
    document.activeElement?.blur();
    this.button.disabled = true;
    this.tell("Đang lưu…");
    const sent = this.model.whole;
    try {
      const { revision, at } = await ask(this.model.facts.save, { form: sent, revision: this.revision });
      this.revision = revision;
      this.changed = this.model.whole !== sent;
      this.tell(`Đã lưu lúc ${at}.`);
      return true;
    } catch (refusal) {
      if (!(refusal instanceof Refused)) throw refusal;
      this.tell(`${refusal.message} Những gì vừa soạn vẫn còn nguyên trên màn hình.`, true);
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
