// Trying a process out by clicking. The server is told the whole script each time and keeps nothing.
import NavigatedViewer from "bpmn-js/lib/NavigatedViewer";
import { DIALECT, dataOf, nameOf, outcomesOf, processOf, triggerOf } from "../process/dialect.js";
import { button, h, redraw } from "../process/dom.js";
import { options, prepare } from "../process/layout.js";
import { InVietnamese } from "../process/words.js";
import { Refused, ask } from "./asking.js";

const OPEN = "motcua-trial-open";
const DONE = "motcua-trial-done";

const INPUTS = { date: "date", int: "number", double: "number" };

function bare(id) {
  return id.replace(/\[\d+\]$/, "");
}

// A typed value as the engine reads it; nothing typed is nothing said.
function valueOf(input, type) {
  if (type === "bool") return input.value === "" ? undefined : input.value === "true";
  const text = input.value.trim();
  if (!text) return undefined;
  if (type === "int") return Number.parseInt(text, 10);
  if (type === "double") return Number.parseFloat(text);
  if (type === "list")
    return text
      .split(/[;\n]/)
      .map((one) => one.trim())
      .filter(Boolean);
  return text;
}

export class Trial {
  constructor({ canvas, panel, address }) {
    this.place = panel;
    this.address = address;
    this.viewer = prepare(new NavigatedViewer(options(canvas, [InVietnamese], DIALECT)));
    this.viewer.on("element.click", ({ element }) => this.clicked(element));
  }

  async start(xml) {
    this.xml = xml;
    await this.viewer.importXML(xml);
    this.canvas = this.viewer.get("canvas");
    this.elements = this.viewer.get("elementRegistry");
    this.canvas.zoom("fit-viewport");
    this.process = processOf(this.canvas.getRootElement().businessObject);
    this.script = [];
    this.said = [];
    this.data = {};
    this.ran = null;
    this.asking = null;
    this.data0 = dataOf(this.process).filter((one) => one.name);
    if (this.data0.length) this.askStart();
    else await this.run();
  }

  part(id) {
    return this.elements.get(bare(id))?.businessObject;
  }

  called(id) {
    const part = this.part(id);
    const number = /\[(\d+)\]$/.exec(id);
    return `${part ? nameOf(part) : `“${bare(id)}”`}${number ? ` (người thứ ${Number(number[1]) + 1})` : ""}`;
  }

  // Send the script so far, with one more entry when there is one.
  async run(entry, words) {
    const script = entry ? [...this.script, entry] : this.script;
    this.place.setAttribute("aria-busy", "true");
    try {
      this.ran = await ask(this.address, {
        bpmn: this.xml,
        script: JSON.stringify(script),
        data: JSON.stringify(this.data),
      });
      this.script = script;
      if (entry) this.said.push(words);
      this.asking = null;
      this.refusal = "";
    } catch (refusal) {
      if (!(refusal instanceof Refused)) throw refusal;
      this.refusal = refusal.message;
    }
    this.place.removeAttribute("aria-busy");
    this.mark();
    this.draw();
  }

  async undo() {
    this.script = this.script.slice(0, -1);
    this.said.pop();
    await this.run();
  }

  get marking() {
    return this.ran ? this.ran.markings[this.ran.markings.length - 1] : [];
  }

  // Everything that can happen now: open steps, awaited events, events on the edge of open steps.
  get possible() {
    const entries = this.marking.map((id) => this.entryOf(id));
    const hosts = new Set();
    for (const id of this.marking) {
      for (let part = this.part(id); part; part = part.$parent) hosts.add(part.id);
    }
    for (const element of this.elements.filter((one) => one.type === "bpmn:BoundaryEvent")) {
      const part = element.businessObject;
      const trigger = triggerOf(part)?.$type;
      if (hosts.has(part.attachedToRef?.id) && trigger !== "bpmn:ErrorEventDefinition") {
        entries.push(this.entryOf(part.id));
      }
    }
    return entries;
  }

  entryOf(id) {
    const part = this.part(id);
    const trigger = part && part.$instanceOf("bpmn:Event") ? triggerOf(part) : null;
    const message = trigger?.messageRef || (part?.$type === "bpmn:ReceiveTask" && part.messageRef);
    if (trigger?.$type === "bpmn:TimerEventDefinition") {
      return { id, entry: { timer: bare(id) }, words: `Đến hạn: ${this.called(id)}` };
    }
    if (trigger?.$type === "bpmn:SignalEventDefinition") {
      return {
        id,
        entry: { signal: trigger.signalRef?.name || "" },
        words: `Có tín hiệu: ${this.called(id)}`,
      };
    }
    if (message)
      return {
        id,
        entry: { message: message.name || message.id },
        words: `Có thông điệp: ${this.called(id)}`,
      };
    return { id, entry: { complete: id }, words: `Xong: ${this.called(id)}`, asks: this.asks(part) };
  }

  asks(part) {
    if (!part) return null;
    const chosen = (part.get("motcua:form") || "").split(";").filter(Boolean);
    const outcomes = outcomesOf(part);
    const data = this.data0.filter((one) => chosen.includes(one.name));
    return outcomes.length || data.length ? { outcomes, data } : null;
  }

  clicked(element) {
    if (!this.ran) return;
    const found = this.possible.find((one) => bare(one.id) === element.id);
    if (found) this.take(found);
  }

  take(step) {
    if (!step.asks) {
      this.run(step.entry, step.words);
      return;
    }
    this.asking = step;
    this.draw();
    this.place.querySelector("form select, form input")?.focus();
  }

  mark() {
    const now = new Set(this.possible.map((one) => bare(one.id)));
    const been = new Set(this.ran ? this.ran.markings.slice(0, -1).flat().map(bare) : []);
    this.ran?.ends.forEach((id) => been.add(id));
    this.elements.forEach((element) => {
      this.toggle(element, OPEN, now.has(element.id));
      this.toggle(element, DONE, been.has(element.id) && !now.has(element.id));
    });
  }

  toggle(element, marker, on) {
    if (this.canvas.hasMarker(element, marker) === on) return;
    if (on) this.canvas.addMarker(element, marker);
    else this.canvas.removeMarker(element, marker);
  }

  inputs(prefix, data) {
    return data.map(({ name, label, type }) => {
      const id = `${prefix}-${name}`;
      const input =
        type === "bool"
          ? h(
              "select",
              { id, class: "govuk-select" },
              [
                ["", "Chưa nói"],
                ["true", "có"],
                ["false", "không"],
              ].map(([value, words]) => h("option", { value }, words)),
            )
          : h("input", {
              id,
              class: "govuk-input",
              step: "any",
              type: INPUTS[type] || "text",
              autocomplete: "off",
            });
      const hint = type === "list" ? " (cách nhau bằng dấu chấm phẩy)" : "";
      return h(
        "div",
        { class: "govuk-form-group" },
        h("label", { class: "govuk-label", for: id }, label + hint),
        input,
      );
    });
  }

  read(prefix, data) {
    const given = {};
    for (const { name, type } of data) {
      const value = valueOf(document.getElementById(`${prefix}-${name}`), type);
      if (value !== undefined) given[name] = value;
    }
    return given;
  }

  askStart() {
    const begin = (event) => {
      event.preventDefault();
      this.data = this.read("trial-start", this.data0);
      this.run();
    };
    redraw(
      this.place,
      h("h2", { class: "govuk-heading-m" }, "Chạy thử"),
      h("p", { class: "govuk-body" }, "Dữ liệu lúc bắt đầu. Có thể bỏ trống."),
      h(
        "form",
        { onsubmit: begin },
        this.inputs("trial-start", this.data0),
        h("button", { class: "govuk-button" }, "Bắt đầu chạy thử"),
      ),
    );
  }

  form() {
    const { asks, entry, words, id } = this.asking;
    const send = (event) => {
      event.preventDefault();
      const data = this.read("trial", asks.data);
      const outcome = document.getElementById("trial-outcome");
      if (outcome) data.outcome = outcome.value;
      const ended = outcome ? ` – ${outcome.selectedOptions[0].textContent}` : "";
      this.run({ ...entry, data }, words + ended);
    };
    const ends =
      asks.outcomes.length > 0 &&
      h(
        "div",
        { class: "govuk-form-group" },
        h("label", { class: "govuk-label", for: "trial-outcome" }, "Kết thúc bước bằng"),
        h(
          "select",
          { id: "trial-outcome", class: "govuk-select" },
          asks.outcomes.map(({ key, label }) => h("option", { value: key }, label)),
        ),
      );
    return h(
      "form",
      { onsubmit: send, class: "motcua-act" },
      h("h3", { class: "govuk-heading-s" }, this.called(id)),
      ends,
      this.inputs("trial", asks.data),
      h("button", { class: "govuk-button" }, "Hoàn thành bước"),
    );
  }

  standing() {
    if (this.refusal) return this.refusal;
    if (!this.ran) return "";
    if (this.ran.finished)
      return `Quy trình đã kết thúc ở: ${this.ran.ends.map((id) => this.called(id)).join(", ") || "cuối quy trình"}.`;
    return `Đang chờ: ${this.marking.map((id) => this.called(id)).join(", ")}.`;
  }

  draw() {
    const steps = this.possible.map((step, at) =>
      h(
        "li",
        {},
        button(step.words, () => this.take(step), { id: `trial-step-${at}` }),
      ),
    );
    const again = () =>
      this.data0.length ? this.start(this.xml) : ((this.script = []), (this.said = []), this.run());
    redraw(
      this.place,
      h("h2", { class: "govuk-heading-m" }, "Chạy thử"),
      h(
        "p",
        { class: `govuk-body${this.refusal ? " govuk-error-message" : ""}`, role: "status" },
        this.standing(),
      ),
      this.asking
        ? this.form()
        : steps.length > 0 && [
            h("h3", { class: "govuk-heading-s" }, "Việc có thể xảy ra"),
            h("ul", { class: "govuk-list" }, steps),
          ],
      h("h3", { class: "govuk-heading-s" }, "Đã đi qua"),
      this.said.length
        ? h(
            "ol",
            { class: "govuk-list govuk-list--number" },
            this.said.map((words) => h("li", {}, words)),
          )
        : h("p", { class: "govuk-hint" }, "Chưa có bước nào."),
      h(
        "div",
        { class: "motcua-bulk" },
        button("Lùi một bước", () => this.undo(), { id: "trial-undo", disabled: !this.script.length }),
        button("Làm lại từ đầu", again, {
          id: "trial-again",
          disabled: !this.script.length && !this.refusal,
        }),
      ),
    );
  }
}
