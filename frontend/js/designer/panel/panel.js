// The panel beside the canvas: what is said about the element that is selected.
import { kindOf, nameOf } from "../../process/dialect.js";
import { h, redraw } from "../../process/dom.js";
import { eventFields, messageFields } from "./event_fields.js";
import { flowFields, gatewayFields, plainFields, ruleFields, systemFields } from "./flow_fields.js";
import { processFields } from "./process_fields.js";
import { callFields, laneFields, taskFields } from "./step_fields.js";

const FIELDS = {
  "bpmn:Process": processFields,
  "bpmn:Collaboration": processFields,
  "bpmn:Participant": processFields,
  "bpmn:Lane": laneFields,
  "bpmn:UserTask": taskFields,
  "bpmn:ManualTask": taskFields,
  "bpmn:Task": taskFields,
  "bpmn:CallActivity": callFields,
  "bpmn:ServiceTask": systemFields,
  "bpmn:BusinessRuleTask": ruleFields,
  "bpmn:SendTask": messageFields,
  "bpmn:ReceiveTask": messageFields,
  "bpmn:SequenceFlow": flowFields,
  "bpmn:ExclusiveGateway": gatewayFields,
  "bpmn:ParallelGateway": gatewayFields,
  "bpmn:InclusiveGateway": gatewayFields,
  "bpmn:EventBasedGateway": gatewayFields,
};

function fieldsOf(element) {
  const part = element.businessObject;
  return FIELDS[part.$type] || (part.$instanceOf("bpmn:Event") ? eventFields : plainFields);
}

export class Panel {
  constructor(place, drawing, facts) {
    this.place = place;
    this.drawing = drawing;
    this.facts = facts;
    this.shown = null;
    const { modeler } = drawing;
    modeler.on("selection.changed", ({ newSelection }) => this.show(newSelection));
    modeler.on("import.done", () => this.show([]));
    // A change made on the canvas or undone shows here; one made here is already shown.
    modeler.on("elements.changed", () => {
      if (!this.place.contains(document.activeElement)) this.draw();
    });
    modeler.on("commandStack.reverted", () => this.draw());
  }

  show(selection) {
    this.many = selection.length > 1 ? selection.length : 0;
    const only = selection.length === 1 ? selection[0] : this.drawing.canvas.getRootElement();
    this.shown = only.labelTarget || only;
    this.draw();
  }

  draw(focus) {
    if (this.many) {
      redraw(
        this.place,
        h("p", { class: "govuk-body" }, `Đang chọn ${this.many} phần tử. Chọn một phần tử để sửa.`),
      );
      return;
    }
    const element = this.shown;
    if (!element || !element.businessObject) return;
    const { drawing, facts } = this;
    const refresh = (next) => this.draw(next);
    const whole = element === drawing.canvas.getRootElement();
    const title = h(
      "h2",
      { class: "govuk-heading-m" },
      h("span", { class: "govuk-caption-m" }, kindOf(element.businessObject)),
      whole ? drawing.process.name || facts.code : nameOf(element.businessObject),
    );
    redraw(this.place, title, ...fieldsOf(element)(element, { drawing, facts, refresh }));
    if (focus) document.getElementById(focus)?.focus();
  }
}
