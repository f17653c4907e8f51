// Conditions chosen rather than typed, written as CEL; what cannot be chosen is shown as it is.
import { button, h } from "../process/dom.js";
import { area, bare, choice } from "../designer/panel/fields.js";

const TEXT = [
  ["!=''", "đã được trả lời"],
  ["==''", "chưa được trả lời"],
  ["==", "là"],
  ["!=", "khác"],
];
const NUMBER = [
  ["==", "bằng"],
  ["!=", "khác"],
  [">", "lớn hơn"],
  [">=", "từ … trở lên"],
  ["<", "nhỏ hơn"],
  ["<=", "đến … trở xuống"],
];
const COMPARISONS = {
  bool: [
    ["yes", "là có"],
    ["no", "là không"],
  ],
  one: [
    ["==", "là"],
    ["!=", "không phải là"],
  ],
  some: [
    ["in", "có chọn"],
    ["out", "không chọn"],
  ],
  number: NUMBER,
  date: [
    ["!=''", "đã được trả lời"],
    ["==''", "chưa được trả lời"],
    ["==", "là ngày"],
    ["<", "trước ngày"],
    [">=", "từ ngày"],
    [">", "sau ngày"],
  ],
  rows: [[">=", "có ít nhất số dòng là"]],
  text: TEXT,
};
const TYPES = {
  yes_no: "bool",
  declaration: "bool",
  choice: "one",
  choices: "some",
  number: "number",
  money: "number",
  date: "date",
  table: "rows",
};
const NEVER = new Set(["heading", "guidance", "hidden", "calculated", "address", "agency", "file"]);
const NAME = "[a-z]\\w*(?:\\.[a-z]\\w*)?";
const LITERAL = '"((?:[^"\\\\])*)"';
const SHAPES = [
  [new RegExp(`^(${NAME})$`), ([, name]) => ({ name, is: "yes", value: "" })],
  [new RegExp(`^!(${NAME})$`), ([, name]) => ({ name, is: "no", value: "" })],
  [new RegExp(`^${LITERAL} in (${NAME})$`), ([, value, name]) => ({ name, is: "in", value })],
  [new RegExp(`^!\\(${LITERAL} in (${NAME})\\)$`), ([, value, name]) => ({ name, is: "out", value })],
  [new RegExp(`^(${NAME}) (==|!=) ""$`), ([, name, is]) => ({ name, is: `${is}''`, value: "" })],
  [new RegExp(`^(${NAME}) (==|!=|>=|<=|>|<) ${LITERAL}$`), ([, name, is, value]) => ({ name, is, value })],
  [new RegExp(`^(${NAME}) (==|!=|>=|<=|>|<) (-?\\d+(?:\\.\\d+)?)$`), ([, name, is, value]) => ({ name, is, value })],
  [new RegExp(`^size\\((${NAME})\\) (>=) (\\d+)$`), ([, name, is, value]) => ({ name, is, value })],
];

const words = (part) => part?.label?.vi || part?.id || "";

function source(field, name, label, facts) {
  const options = (field.options || []).map((option) => [option.value, words(option)]);
  const listed = field.list ? [] : options;
  return { name, label, type: TYPES[field.kind] || "text", options: listed, decimals: field.decimals > 0, facts };
}

// What a condition at this place may read: other fields, parts of groups, the case.
export function sources(model, path) {
  const { facts } = model;
  const here = path.split(".");
  const table = here.length === 3 ? here.slice(0, 2).join(".") : null;
  const found = facts.cases.length
    ? [{ name: "case", label: "Trường hợp của thủ tục", type: "one", options: facts.cases }]
    : [];
  for (const one of model.fields()) {
    const beside = one.table && table && one.path.startsWith(`${table}.`);
    if (one.path === path || NEVER.has(one.field.kind) || (one.table && !beside)) continue;
    if (table && ["table", "choices"].includes(one.field.kind) && !beside) continue;
    if (facts.parts[one.field.kind]) found.push(...partsOf(one.field, facts));
    else found.push(source(one.field, one.field.id, words(one.field), facts));
  }
  return found;
}

function partsOf(field, facts) {
  const asked = field.parts || facts.usual[field.kind];
  return facts.parts[field.kind]
    .filter(([id, , kind]) => asked.includes(id) && !NEVER.has(kind))
    .map(([id, label, kind]) =>
      source({ kind, options: facts.options[`${field.kind}.${id}`] }, `${field.id}.${id}`, `${words(field)}: ${label}`, facts),
    );
}

// Split at the top level; both connectives together cannot be chosen.
function split(cel) {
  const and = cel.split(" && ");
  const or = cel.split(" || ");
  if (and.length > 1 && or.length > 1) return null;
  return or.length > 1 ? { joint: "||", terms: or } : { joint: "&&", terms: and };
}

export function read(cel, known) {
  if (!cel) return { joint: "&&", terms: [] };
  const parts = split(cel.trim());
  if (!parts) return null;
  const terms = parts.terms.map((term) => {
    for (const [shape, made] of SHAPES) {
      const found = shape.exec(term.trim());
      if (found) return made(found);
    }
    return null;
  });
  const fits = terms.every((term) => {
    const from = term && known.find((one) => one.name === term.name);
    return from && COMPARISONS[from.type].some(([is]) => is === term.is);
  });
  return fits ? { joint: parts.joint, terms } : null;
}

function literal(from, value) {
  if (from.type === "rows") return String(Math.max(0, Math.trunc(Number(value)) || 0));
  if (from.type !== "number") return `"${String(value).replace(/["\\]/g, "")}"`;
  const number = Number(String(value).replace(",", ".")) || 0;
  return from.decimals ? (Number.isInteger(number) ? `${number}.0` : String(number)) : String(Math.trunc(number));
}

function writeTerm({ name, is, value }, known) {
  const from = known.find((one) => one.name === name);
  if (is === "yes") return name;
  if (is === "no") return `!${name}`;
  if (is === "in") return `${literal(from, value)} in ${name}`;
  if (is === "out") return `!(${literal(from, value)} in ${name})`;
  if (is.endsWith("''")) return `${name} ${is.slice(0, 2)} ""`;
  return `${from.type === "rows" ? `size(${name})` : name} ${is} ${literal(from, value)}`;
}

export const write = ({ joint, terms }, known) =>
  terms.map((term) => writeTerm(term, known)).join(` ${joint} `);

function termInWords({ name, is, value }, known) {
  const from = known.find((one) => one.name === name);
  const comparison = COMPARISONS[from.type].find(([key]) => key === is)[1];
  const chosen = from.options?.find(([key]) => key === value)?.[1] ?? value;
  const said = comparison.includes("…") ? comparison.replace("…", chosen) : `${comparison} ${chosen}`;
  return `“${from.label}” ${said}`.trim();
}

export function inWords(cel, known) {
  const found = read(cel, known);
  if (!found) return cel;
  return found.terms.map((term) => termInWords(term, known)).join(found.joint === "&&" ? " và " : " hoặc ");
}

function begun(from) {
  const [[is]] = COMPARISONS[from.type];
  return { name: from.name, is, value: from.options?.[0]?.[0] ?? (from.type === "rows" ? "1" : "") };
}

function valueInput(id, term, from, change) {
  if (["yes", "no"].includes(term.is) || term.is.endsWith("''")) return null;
  if (from.options?.length) return choice(`${id}-value`, "Giá trị", term.value, from.options, change);
  const input = bare(`${id}-value`, "Giá trị", term.value, change);
  if (from.type === "date") input.type = "date";
  return h("div", { class: "govuk-form-group" }, input);
}

function termRow(id, term, known, change, remove) {
  const from = known.find((one) => one.name === term.name);
  return h(
    "div",
    { class: "motcua-condition", role: "group", "aria-label": "Một điều kiện" },
    choice(`${id}-name`, "Câu hỏi", term.name, known.map(({ name, label }) => [name, label]), (name) =>
      change(() => begun(known.find((one) => one.name === name))),
    ),
    choice(`${id}-is`, "So sánh", term.is, COMPARISONS[from.type], (is) => change((now) => ({ ...now, is }))),
    valueInput(id, term, from, (value) => change((now) => ({ ...now, value }))),
    button("Bỏ điều kiện", remove, { id: `${id}-remove` }),
  );
}

// Inputs for one condition, a property of the thing at `path`; `none` stands where there is none.
// What is told is read anew each time: an input left just before may have changed it.
export function conditionFields(id, title, name, model, path, none) {
  const known = sources(model, path);
  const written = () => {
    const cel = model.get(path)[name];
    return cel === none ? "" : cel || "";
  };
  const change = (next) => model.set(path, name, next || none);
  const cel = written();
  const now = read(cel, known);
  const tell = (act) => {
    const fresh = read(written(), known) || now;
    change(write({ ...fresh, ...act(fresh) }, known));
  };
  const chosen =
    now &&
    now.terms.map((term, at) =>
      termRow(
        `${id}-${at}`,
        term,
        known,
        (act) => tell(({ terms }) => ({ terms: terms.with(at, act(terms[at])) })),
        () => tell(({ terms }) => ({ terms: terms.toSpliced(at, 1) })),
      ),
    );
  return h(
    "fieldset",
    { class: "govuk-fieldset motcua-panel__rows", id: `${id}-fields` },
    h("legend", { class: "govuk-fieldset__legend" }, title),
    !now && h("p", { class: "govuk-hint" }, "Điều kiện này chỉ sửa được bằng công thức dưới đây."),
    now?.terms.length > 1 &&
      choice(
        `${id}-joint`,
        "Khi",
        now.joint,
        [
          ["&&", "tất cả các điều kiện đều đúng"],
          ["||", "có một điều kiện đúng"],
        ],
        (joint) => tell(() => ({ joint })),
      ),
    chosen,
    now &&
      (known.length
        ? button("Thêm điều kiện", () => tell(({ terms }) => ({ terms: [...terms, begun(known[0])] })), { id: `${id}-add` })
        : h("p", { class: "govuk-hint" }, "Chưa có câu hỏi nào khác để đặt điều kiện.")),
    formula(id, cel, change),
  );
}

function formula(id, cel, change) {
  const input = area(`${id}-cel`, "Công thức (CEL)", cel, change, { code: true });
  return h(
    "details",
    { class: "govuk-details", open: false },
    h(
      "summary",
      { class: "govuk-details__summary", id: `${id}-formula` },
      h("span", { class: "govuk-details__summary-text" }, cel ? "Xem công thức" : "Viết bằng công thức"),
    ),
    h("div", { class: "govuk-details__text" }, input),
  );
}
