// What the checker says, beside the questions and in a list below; asked anew after every change.
import { Refused, ask } from "../designer/asking.js";
import { button, h } from "../process/dom.js";

const PAUSE = 500;

export class Findings {
  constructor(place, model, address) {
    this.place = place;
    this.model = model;
    this.address = address;
    this.round = 0;
    model.on("change", () => this.soon());
    this.soon();
  }

  soon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.check(), PAUSE);
  }

  // An answer that comes after a newer question is not shown.
  async check() {
    this.round += 1;
    const { round, model } = this;
    try {
      const answer = await ask(this.address, { form: model.whole, code: model.facts.code });
      if (round !== this.round) return;
      model.findings = answer.findings;
      model.minutes = answer.minutes;
      model.ran = answer.trials;
      this.draw();
      model.tell("findings");
    } catch (refusal) {
      if (!(refusal instanceof Refused)) throw refusal;
      if (round === this.round) this.tell(refusal.message);
    }
  }

  tell(words) {
    const status = this.place.querySelector("[role=status]");
    if (status.textContent !== words) status.textContent = words;
  }

  draw() {
    const { findings, minutes } = this.model;
    const errors = findings.filter((one) => one.error);
    const advice = findings.filter((one) => !one.error);
    this.place.dataset.count = errors.length;
    this.place
      .querySelector("ul")
      .replaceChildren(...[...errors, ...advice].map((one) => h("li", {}, this.line(one))));
    const state = errors.length ? `Có ${errors.length} điểm phải sửa.` : "Không có lỗi. Biểu mẫu này có thể đề nghị công bố.";
    this.tell(`${state} ${advice.length ? `${advice.length} điều nên xem lại.` : ""} Điền hết mất khoảng ${minutes} phút.`);
  }

  line({ field, message, error }) {
    const path = field && this.model.pathOf(field);
    const words = `${error ? "" : "Nên xem: "}${path ? `${this.model.get(path).label?.vi || field}: ` : ""}${message}`;
    if (!path) return words;
    return button(words, () => this.show(path), { tone: "", class: "motcua-plain-button" });
  }

  show(path) {
    this.model.select(path);
    const card = document.getElementById(`card-${path}`);
    card?.scrollIntoView({ block: "center" });
    card?.focus();
  }
}
