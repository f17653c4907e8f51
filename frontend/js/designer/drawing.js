// Changes to what is drawn, each one step that can be undone.
import { dataOf, processOf } from "../process/dialect.js";

export class Drawing {
  constructor(modeler) {
    this.modeler = modeler;
    this.modeling = modeler.get("modeling");
    this.elements = modeler.get("elementRegistry");
    this.canvas = modeler.get("canvas");
    this.factory = modeler.get("bpmnFactory");
    this.moddle = modeler.get("moddle");
  }

  get definitions() {
    return this.modeler.getDefinitions();
  }

  get process() {
    return processOf(this.canvas.getRootElement().businessObject);
  }

  get data() {
    return dataOf(this.process);
  }

  // Every element of the picture, labels left out.
  get all() {
    return this.elements.filter((one) => one.type !== "label" && one.businessObject && one.parent);
  }

  set(element, properties) {
    const given = Object.fromEntries(
      Object.entries(properties).map(([name, value]) => [name, value === "" ? undefined : value]),
    );
    this.modeling.updateProperties(element, given);
  }

  setInside(element, part, properties) {
    this.modeling.updateModdleProperties(element, part, properties);
  }

  setProcess(properties) {
    this.setInside(this.canvas.getRootElement(), this.process, properties);
  }

  expression(body) {
    return body ? this.moddle.create("bpmn:FormalExpression", { body }) : undefined;
  }

  condition(flow, body) {
    const conditionExpression = this.expression(body);
    if (conditionExpression) conditionExpression.$parent = flow.businessObject;
    this.modeling.updateProperties(flow, { conditionExpression });
  }

  freeId(wished) {
    const used = this.moddle.ids;
    const taken = new Set(this.all.map((one) => one.id));
    for (const root of this.definitions.rootElements) taken.add(root.id);
    for (const { declared } of this.data) taken.add(declared.id);
    let id = wished;
    for (let at = 2; taken.has(id) || used.assigned(id); at += 1) id = `${wished}_${at}`;
    return id;
  }

  addRoot(part) {
    const { definitions } = this;
    part.$parent = definitions;
    this.setInside(this.canvas.getRootElement(), definitions, {
      rootElements: [...definitions.rootElements, part],
    });
    return part;
  }

  roots(type) {
    return this.definitions.rootElements.filter((root) => root.$type === type);
  }

  // Name the message, signal or error of an event; one of that name is made when there is none.
  refer(element, holder, type, property, name) {
    if (!name) {
      this.setInside(element, holder, { [property]: undefined });
      return;
    }
    const found = this.roots(type).find((root) => root.name === name);
    const given = { id: this.freeId(`${type.split(":")[1].toLowerCase()}_1`), name };
    if (type === "bpmn:Error") given.errorCode = name;
    const root = found || this.addRoot(this.moddle.create(type, given));
    this.setInside(element, holder, { [property]: root });
  }

  kindOfData(type) {
    const found = this.roots("bpmn:ItemDefinition").find((one) => one.structureRef === type);
    if (found) return found;
    const id = this.freeId(`item_${type}`);
    return this.addRoot(this.moddle.create("bpmn:ItemDefinition", { id, structureRef: type }));
  }

  addDatum() {
    const itemSubjectRef = this.kindOfData("string");
    const id = this.freeId("data_1");
    const declared = this.moddle.create("bpmn:Property", { id, name: "", itemSubjectRef });
    declared.$parent = this.process;
    this.setProcess({ properties: [...(this.process.get("properties") || []), declared] });
  }

  removeDatum(declared) {
    this.setProcess({ properties: this.process.get("properties").filter((one) => one !== declared) });
  }

  setDatum(declared, properties) {
    this.setInside(this.canvas.getRootElement(), declared, properties);
  }

  async xml() {
    return (await this.modeler.saveXML({ format: true })).xml;
  }
}
