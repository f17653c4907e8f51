// Palette, context pad and replace menu that offer only what we execute.
import ContextPad from "bpmn-js/lib/features/context-pad/ContextPadProvider";
import Palette from "bpmn-js/lib/features/palette/PaletteProvider";
import ReplaceMenu from "bpmn-js/lib/features/popup-menu/ReplaceMenuProvider";
import { OFFERED, runs } from "./offered.js";

const TOOLS = ["hand-tool", "lasso-tool", "space-tool", "global-connect-tool", "tool-separator"];

class OurPalette extends Palette {
  getPaletteEntries() {
    const theirs = super.getPaletteEntries();
    const entries = Object.fromEntries(TOOLS.map((name) => [name, theirs[name]]));
    entries["create.start"] = this.entry("bpmn-icon-start-event-none", "Bắt đầu", {
      type: "bpmn:StartEvent",
    });
    for (const { key, icon, label, options } of OFFERED) {
      entries[`create.${key}`] = this.entry(icon, label, options);
    }
    entries["create.subprocess"] = { ...theirs["create.subprocess-expanded"], title: "Quy trình con" };
    return entries;
  }

  entry(className, title, options) {
    const create = (event) => this._create.start(event, this._elementFactory.createShape(options));
    return { group: "elements", className, title, action: { dragstart: create, click: create } };
  }
}

// What may follow an element, in the order in which the pad shows it.
const FOLLOW = ["user-task", "exclusive", "parallel", "timer", "end"];
const AFTER_EVENT_GATEWAY = ["message", "timer", "signal"];
const KEPT = [
  "lane-insert-above",
  "lane-divide-two",
  "lane-divide-three",
  "lane-insert-below",
  "append.text-annotation",
  "replace",
  "connect",
  "delete",
];

class OurContextPad extends ContextPad {
  getContextPadEntries(element) {
    const theirs = super.getContextPadEntries(element);
    const entries = {};
    for (const key of this.following(element, theirs)) {
      const offered = OFFERED.find((one) => one.key === key);
      entries[`append.${key}`] = this.append(offered);
    }
    for (const name of KEPT) if (theirs[name]) entries[name] = theirs[name];
    return entries;
  }

  following(element, theirs) {
    if (theirs["append.end-event"]) return FOLLOW;
    return element.type === "bpmn:EventBasedGateway" ? AFTER_EVENT_GATEWAY : [];
  }

  append({ icon, label, type, options }) {
    const make = () => this._elementFactory.createShape(options);
    return {
      group: "model",
      className: icon,
      title: `Thêm: ${label}`,
      action: {
        click: (_, source) => this._autoPlace.append(source, make()),
        dragstart: (event, source) => this._create.start(event, make(), { source }),
        hover: (_, source) => {
          this._appendPreview.create(source, type, options);
          return () => this._appendPreview.cleanUp();
        },
      },
    };
  }
}

class OurReplaceMenu extends ReplaceMenu {
  _createEntries(target, options) {
    return super._createEntries(
      target,
      options.filter((option) => runs(option.target)),
    );
  }

  _createSequenceFlowEntries(target, options) {
    const gateways = ["bpmn:ExclusiveGateway", "bpmn:InclusiveGateway"];
    if (!gateways.includes(target.source.type)) return {};
    return super._createSequenceFlowEntries(
      target,
      options.filter((option) => option.actionName !== "replace-with-conditional-flow"),
    );
  }

  getPopupMenuHeaderEntries(target) {
    const theirs = super.getPopupMenuHeaderEntries(target);
    const entries = {};
    if (target.type === "bpmn:UserTask") {
      entries["toggle-parallel-mi"] = theirs["toggle-parallel-mi"];
      entries["toggle-sequential-mi"] = theirs["toggle-sequential-mi"];
    }
    const trigger = target.businessObject.eventDefinitions?.[0]?.$type;
    if (target.type === "bpmn:BoundaryEvent" && trigger !== "bpmn:ErrorEventDefinition") {
      entries["toggle-non-interrupting"] = theirs["toggle-non-interrupting"];
    }
    return entries;
  }
}

OurPalette.$inject = Palette.$inject;
OurContextPad.$inject = ContextPad.$inject;
OurReplaceMenu.$inject = ReplaceMenu.$inject;

export const OurMenus = {
  paletteProvider: ["type", OurPalette],
  contextPadProvider: ["type", OurContextPad],
  replaceMenuProvider: ["type", OurReplaceMenu],
};
