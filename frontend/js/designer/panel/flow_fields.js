// What is said about arrows, gateways and the work of the system itself.
import { dataOf, nameOf, outcomesOf, processOf } from "../../process/dialect.js";
import { area, check, choice, group, text } from "./fields.js";
import { h } from "../../process/dom.js";

const BRANCHING = ["bpmn:ExclusiveGateway", "bpmn:InclusiveGateway"];
const COMPARISONS = [
  ["==", "bằng"],
  ["!=", "khác"],
  [">", "lớn hơn"],
  [">=", "từ … trở lên"],
  ["<", "nhỏ hơn"],
  ["<=", "đến … trở xuống"],
];
const SIMPLE = /^\s*([A-Za-z_]\w*)\s*(==|!=|>=|<=|>|<)\s*("(?:[^"\\]*)"|-?\d+(?:\.\d+)?|true|false)\s*$/;

// The outcomes that may just have been given when an arrow is reached: walk back to the steps.
export function outcomesBefore(flow) {
  const found = new Map();
  const seen = new Set();
  const waiting = [flow.sourceRef];
  while (waiting.length) {
    const part = waiting.pop();
    if (!part || seen.has(part)) continue;
    seen.add(part);
    if (part.$instanceOf("bpmn:Task")) outcomesOf(part).forEach(({ key, label }) => found.set(key, label));
    else (part.incoming || []).forEach((one) => waiting.push(one.sourceRef));
  }
  return [...found];
}

function literal(type, value) {
  if (type === "int" || type === "double") return value || "0";
  if (type === "bool") return value === "true" ? "true" : "false";
  return `"${value.replace(/["\\]/g, "")}"`;
}

function parts(body) {
  const [, name = "outcome", comparison = "==", written = ""] = SIMPLE.exec(body || "") || [];
  return { name, comparison, value: written.replace(/^"|"$/g, "") };
}

function builder(element, { drawing, refresh }) {
  const flow = element.businessObject;
  const body = flow.conditionExpression?.body || "";
  const now = parts(body);
  const data = dataOf(processOf(flow)).filter((one) => one.name && one.type !== "list");
  const outcomes = outcomesBefore(flow);
  const type = now.name === "outcome" ? "outcome" : data.find((one) => one.name === now.name)?.type;
  const write = (given) => {
    const next = { ...now, ...given };
    const kind = data.find((one) => one.name === next.name)?.type || "string";
    if (given.name) next.value = next.name === "outcome" ? outcomes[0]?.[0] || "" : "";
    drawing.condition(element, `${next.name} ${next.comparison} ${literal(kind, next.value)}`);
    refresh();
  };
  const values = {
    outcome: outcomes,
    bool: [
      ["true", "có"],
      ["false", "không"],
    ],
  }[type];
  return [
    choice(
      "condition-name",
      "Khi",
      body ? now.name : "",
      [["", "Chọn…"], ["outcome", "Cách kết thúc bước trước"], ...data.map((one) => [one.name, one.label])],
      (name) => (name ? write({ name }) : clear()),
    ),
    body &&
      choice("condition-is", "So với", now.comparison, COMPARISONS, (comparison) => write({ comparison })),
    body &&
      (values
        ? choice("condition-value", "Giá trị", now.value, values, (value) => write({ value }))
        : text("condition-value", "Giá trị", now.value, (value) => write({ value }), {
            kind: type === "date" ? "date" : "text",
          })),
  ];
  function clear() {
    drawing.condition(element, "");
    refresh();
  }
}

function conditionFields(element, context) {
  const { drawing, refresh } = context;
  const flow = element.businessObject;
  const body = flow.conditionExpression?.body || "";
  const simple = !body || SIMPLE.test(body);
  return group(
    "Điều kiện để đi nhánh này",
    simple
      ? builder(element, context)
      : h(
          "p",
          { class: "govuk-hint" },
          "Điều kiện này gồm nhiều phần, chỉ sửa được bằng biểu thức dưới đây.",
        ),
    area(
      "condition",
      "Biểu thức (CEL)",
      body,
      (value) => {
        drawing.condition(element, value);
        refresh();
      },
      { code: true, hint: 'Ví dụ: outcome == "return" || so_tien > 1000000' },
    ),
  );
}

export function flowFields(element, context) {
  const { drawing, refresh } = context;
  const flow = element.businessObject;
  const source = flow.sourceRef;
  const branches = BRANCHING.includes(source?.$type);
  const isDefault = branches && source.default === flow;
  return [
    group(
      "Mũi tên",
      text("name", "Chữ trên mũi tên", flow.name, (name) => drawing.set(element, { name })),
      branches &&
        check(
          "default",
          "Nhánh mặc định",
          isDefault,
          (on) => {
            if (on) drawing.condition(element, "");
            drawing.set(element.source, { default: on ? flow : undefined });
            refresh();
          },
          "Đi nhánh này khi không nhánh nào khác phù hợp.",
        ),
    ),
    branches && !isDefault && conditionFields(element, context),
  ];
}

export function gatewayFields(element, { drawing, refresh }) {
  const part = element.businessObject;
  const outgoing = part.outgoing || [];
  const asks = BRANCHING.includes(part.$type) && outgoing.length > 1;
  return [
    group(
      "Cổng",
      text("name", "Câu hỏi ở cổng", part.name, (name) => drawing.set(element, { name })),
      asks &&
        choice(
          "default",
          "Nhánh mặc định",
          part.default?.id,
          [["", "Chưa chọn"], ...outgoing.map((flow) => [flow.id, nameOf(flow)])],
          (id) => {
            drawing.set(element, { default: outgoing.find((flow) => flow.id === id) });
            refresh();
          },
        ),
    ),
  ];
}

export function ruleFields(element, { drawing }) {
  const part = element.businessObject;
  const data = dataOf(processOf(part)).filter((one) => one.name);
  return [
    group(
      "Quy tắc tự quyết định",
      text("name", "Tên bước", part.name, (name) => drawing.set(element, { name })),
      area(
        "decision",
        "Biểu thức (CEL)",
        part.get("motcua:decision"),
        (value) => drawing.set(element, { "motcua:decision": value }),
        { code: true },
      ),
      choice(
        "result",
        "Ghi kết quả vào",
        part.get("motcua:result"),
        [["", "Chưa chọn"], ...data.map((one) => [one.name, one.label])],
        (value) => drawing.set(element, { "motcua:result": value }),
      ),
    ),
  ];
}

export function systemFields(element, { drawing, facts }) {
  const part = element.businessObject;
  return [
    group(
      "Việc hệ thống tự làm",
      text("name", "Tên bước", part.name, (name) => drawing.set(element, { name })),
      choice(
        "service",
        "Hệ thống làm gì",
        part.get("motcua:service"),
        [["", "Không làm gì, đi tiếp ngay"], ...facts.services],
        (value) => drawing.set(element, { "motcua:service": value || undefined }),
      ),
    ),
  ];
}

export function plainFields(element, { drawing }) {
  const part = element.businessObject;
  if (part.$type === "bpmn:Association") return [];
  const property = part.$type === "bpmn:TextAnnotation" ? "text" : "name";
  return [
    group(
      "Tên",
      text("name", "Tên gọi", part[property], (value) => drawing.set(element, { [property]: value })),
    ),
  ];
}
