// What keeps the process from being published, on the picture and in a list beside it.
import { nameOf } from "../process/dialect.js";
import { button, h } from "../process/dom.js";
import { Refused, ask } from "./asking.js";

const PAUSE = 600;
const MARK = "motcua-has-finding";

export class Findings {
  constructor(place, drawing, address, select) {
    this.place = place;
    this.drawing = drawing;
    this.address = address;
    this.select = select;
    this.round = 0;
    this.marked = [];
    this.overlays = drawing.modeler.get("overlays");
    drawing.modeler.on(["commandStack.changed", "import.done"], () => this.soon());
  }

  soon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.check(), PAUSE);
  }

  // An answer that comes after a newer question is not shown.
  async check() {
    this.round += 1;
    const { round } = this;
    try {
      const { findings } = await ask(this.address, { bpmn: await this.drawing.xml() });
      if (round === this.round) this.draw(findings);
    } catch (refusal) {
      if (!(refusal instanceof Refused)) throw refusal;
      if (round === this.round) this.tell(refusal.message);
    }
  }

  tell(words) {
    const status = this.place.querySelector("[role=status]");
    if (status.textContent !== words) status.textContent = words;
  }

  draw(findings) {
    this.unmark();
    const byElement = new Map();
    for (const one of findings) byElement.set(one.element, [...(byElement.get(one.element) || []), one]);
    for (const [id, found] of byElement) this.mark(id, found);
    const list = this.place.querySelector("ul");
    list.replaceChildren(...findings.map((one) => h("li", {}, this.line(one))));
    this.place.dataset.count = findings.length;
    this.tell(
      findings.length
        ? `Có ${findings.length} điểm cần sửa.`
        : "Không có lỗi. Bản vẽ này có thể đề nghị công bố.",
    );
  }

  line({ element, message }) {
    const drawn = this.drawing.elements.get(element);
    if (!drawn) return message;
    return button(`${nameOf(drawn.businessObject)}: ${message}`, () => this.select(drawn), {
      tone: "",
      class: "motcua-plain-button",
    });
  }

  mark(id, found) {
    const drawn = this.drawing.elements.get(id);
    if (!drawn || !drawn.parent) return;
    this.drawing.canvas.addMarker(drawn, MARK);
    const title = found.map((one) => one.message).join("\n");
    const sign = h("div", { class: "motcua-finding-sign", title, "aria-hidden": "true" }, "!");
    const position = drawn.waypoints ? { top: -10, left: 0 } : { top: -12, right: 12 };
    this.overlays.add(drawn, "finding", { position, html: sign });
    this.marked.push(id);
  }

  unmark() {
    this.overlays.remove({ type: "finding" });
    for (const id of this.marked) {
      if (this.drawing.elements.get(id)) this.drawing.canvas.removeMarker(id, MARK);
    }
    this.marked = [];
  }
}
