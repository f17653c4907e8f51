// Drawing without a mouse: choose an element from a list, add one after it, join two, remove one.
import { kindOf, nameOf, textOf } from "../process/dialect.js";
import { button, h, redraw } from "../process/dom.js";
import { OFFERED } from "./offered.js";

// Room around an element that is brought into view; the palette covers the left.
const BESIDE_PALETTE = { top: 60, right: 60, bottom: 60, left: 150 };
const EDGES = [
  ["bpmn:TimerEventDefinition", "Sự kiện đến hạn"],
  ["bpmn:MessageEventDefinition", "Sự kiện thông điệp"],
  ["bpmn:ErrorEventDefinition", "Sự kiện lỗi"],
];

function label(part) {
  const named = textOf(part) || part.$instanceOf("bpmn:SequenceFlow");
  return named ? `${kindOf(part)}: ${nameOf(part)}` : nameOf(part);
}

function list(id, label, choices, value, change) {
  return h(
    "div",
    { class: "govuk-form-group" },
    h("label", { class: "govuk-label", for: id }, label),
    h(
      "select",
      { id, class: "govuk-select", onchange: change },
      choices.map(([key, words]) => h("option", { value: key, selected: key === value }, words)),
    ),
  );
}

export class Outline {
  constructor(place, drawing) {
    this.place = place;
    this.drawing = drawing;
    this.selection = drawing.modeler.get("selection");
    this.autoPlace = drawing.modeler.get("autoPlace");
    this.shapes = drawing.modeler.get("elementFactory");
    drawing.modeler.on(["selection.changed", "commandStack.changed", "import.done"], () => this.draw());
  }

  get chosen() {
    const [only, second] = this.selection.get();
    return second ? null : only;
  }

  select(element) {
    this.selection.select(element);
    this.drawing.canvas.scrollToElement(element, BESIDE_PALETTE);
  }

  add() {
    const { options } = OFFERED.find((one) => one.key === document.getElementById("outline-kind").value);
    const made = this.autoPlace.append(this.chosen, this.shapes.createShape(options));
    this.select(made);
  }

  // An event on the edge of the chosen step: a time limit, a message, an error.
  attach() {
    const eventDefinitionType = document.getElementById("outline-edge").value;
    const event = this.shapes.createShape({ type: "bpmn:BoundaryEvent", eventDefinitionType });
    const { x, y, width, height } = this.chosen;
    const at = { x: x + width - 20 - 40 * this.chosen.attachers.length, y: y + height };
    this.select(this.drawing.modeling.createShape(event, at, this.chosen, { attach: true }));
  }

  join() {
    const target = this.drawing.elements.get(document.getElementById("outline-target").value);
    if (target) this.drawing.modeling.connect(this.chosen, target);
  }

  remove() {
    this.drawing.modeling.removeElements([this.chosen]);
    this.selection.select(null);
  }

  is(type) {
    return Boolean(this.chosen?.businessObject.$instanceOf(type));
  }

  canFollow() {
    return this.is("bpmn:FlowNode") && !this.is("bpmn:EndEvent");
  }

  draw() {
    const { chosen } = this;
    const all = this.drawing.all.map((one) => [one.id, label(one.businessObject)]);
    const nodes = this.drawing.all.filter(
      (one) => one.businessObject.$instanceOf("bpmn:FlowNode") && one !== chosen,
    );
    const pick = (event) => {
      const element = this.drawing.elements.get(event.target.value);
      if (element) this.select(element);
      else this.selection.select(null);
    };
    redraw(
      this.place,
      list("outline-element", "Phần tử", [["", "Cả quy trình"], ...all], chosen?.id || "", pick),
      this.canFollow() && [
        list(
          "outline-kind",
          "Thêm vào sau",
          OFFERED.map((one) => [one.key, one.label]),
        ),
        button("Thêm", () => this.add(), { id: "outline-add" }),
        list(
          "outline-target",
          "Nối tới",
          nodes.map((one) => [one.id, nameOf(one.businessObject)]),
        ),
        button("Nối", () => this.join(), { id: "outline-join" }),
      ],
      this.is("bpmn:Activity") && [
        list("outline-edge", "Gắn lên bước", EDGES),
        button("Gắn", () => this.attach(), { id: "outline-attach" }),
      ],
      (this.is("bpmn:Lane") || this.is("bpmn:Participant")) &&
        button("Thêm làn", () => this.drawing.modeling.addLane(chosen, "bottom"), { id: "outline-lane" }),
      chosen && button("Xóa phần tử", () => this.remove(), { id: "outline-remove" }),
    );
  }
}
