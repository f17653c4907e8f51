// Two versions of a process: what was added, removed, changed or moved, in colour and in a table.
import { diff } from "bpmn-js-differ";
import { kindOf, nameOf, triggerOf } from "../process/dialect.js";
import { button, h } from "../process/dom.js";

const KINDS = {
  added: "Thêm",
  removed: "Bỏ",
  changed: "Sửa",
  moved: "Dời chỗ",
};
const ATTRIBUTES = {
  name: "tên",
  role: "vai trò",
  agency: "cơ quan",
  assign: "cách giao việc",
  act: "việc phải làm",
  limit: "thời hạn",
  outcomes: "cách kết thúc",
  form: "dữ liệu nhập",
  public: "lời cho người dân",
  "public-en": "lời cho người dân (tiếng Anh)",
  conditionExpression: "điều kiện",
  default: "nhánh mặc định",
  calledElement: "quy trình được gọi",
  decision: "biểu thức",
  result: "nơi ghi kết quả",
  service: "dịch vụ",
  loopCharacteristics: "cách lặp",
  cancelActivity: "ngắt bước",
  eventDefinitions: "sự kiện",
  sourceRef: "bước đầu mũi tên",
  targetRef: "bước cuối mũi tên",
  attachedToRef: "bước được gắn vào",
  flowNodeRef: "các bước trong làn",
  messageRef: "thông điệp",
  properties: "dữ liệu",
};

const UNITS = { h: "giờ làm việc", wd: "ngày làm việc", d: "ngày", m: "tháng" };

// A value in the words of the page: roles, agencies and acts as they are called, limits read out.
function plain(value, words) {
  if (value === undefined || value === null || value === "") return "(trống)";
  if (Array.isArray(value)) return value.map((one) => plain(one, words)).join(", ");
  if (typeof value !== "object") {
    const [, count, unit] = /^(\d+)(h|wd|d|m)$/.exec(value) || [];
    return count ? `${count} ${UNITS[unit]}` : words[value] || String(value);
  }
  if (value.body !== undefined) return value.body;
  if (value.$type === "bpmn:MultiInstanceLoopCharacteristics")
    return value.isSequential ? "lần lượt" : "cùng lúc";
  return value.$instanceOf("bpmn:FlowElement") ? nameOf(value) : value.name || kindOf(value);
}

function inside(part) {
  const trigger = part.$instanceOf("bpmn:Event") && triggerOf(part);
  const time = trigger && (trigger.timeDuration || trigger.timeDate);
  return time ? time.body : "";
}

function changesOf({ attrs, model }, before, words) {
  const names = Object.keys(attrs).map((path) => path.split(".")[0].replace("motcua:", ""));
  const told = [...new Set(names)].filter((name) => !["incoming", "outgoing", "id"].includes(name));
  return told.map((name) => {
    const old = before ? plain(read(before, name), words) : "";
    const now = plain(read(model, name), words);
    const what = ATTRIBUTES[name] || name;
    return old === now ? `${what} ${inside(model)}`.trim() : `${what}: ${old} → ${now}`;
  });
}

function read(part, name) {
  return part.get(ATTRIBUTES[name] && part[name] === undefined ? `motcua:${name}` : name);
}

// Arrows and shapes first appear where a person can see them; parts of parts are told with them.
function rowsOf(found, [older, newer], words) {
  const rows = [];
  const seen = (viewer, id) => viewer.get("elementRegistry").get(id);
  const tell = (kind, id, part, details = []) => rows.push({ kind, id, part, details });
  const shown = (viewer, id, part) => seen(viewer, id) || part.$type === "bpmn:Property";
  for (const [id, part] of Object.entries(found._added)) if (shown(newer, id, part)) tell("added", id, part);
  for (const [id, part] of Object.entries(found._removed))
    if (shown(older, id, part)) tell("removed", id, part);
  for (const [id, one] of Object.entries(found._changed)) {
    const before = seen(older, id)?.businessObject;
    const details = changesOf(one, before, words);
    if (details.length) tell("changed", id, one.model, details);
  }
  for (const [id, part] of Object.entries(found._layoutChanged)) {
    if (seen(newer, id) && !found._changed[id]) tell("moved", id, part);
  }
  return rows;
}

function paint(viewer, rows, kinds) {
  const canvas = viewer.get("canvas");
  const elements = viewer.get("elementRegistry");
  for (const { kind, id } of rows) {
    if (kinds.includes(kind) && elements.get(id)) canvas.addMarker(id, `motcua-diff-${kind}`);
  }
}

function follow(viewers) {
  let busy = false;
  viewers.forEach((viewer, at) => {
    viewer.on("canvas.viewbox.changed", ({ viewbox }) => {
      if (busy) return;
      busy = true;
      const { x, y, width, height } = viewbox;
      viewers[1 - at].get("canvas").viewbox({ x, y, width, height });
      busy = false;
    });
  });
}

function line({ kind, id, part, details }, point) {
  const cell = (label, ...content) =>
    h("td", { class: "govuk-table__cell", "data-label": label }, ...content);
  return h(
    "tr",
    { class: "govuk-table__row" },
    cell("Khác", h("strong", { class: `govuk-tag motcua-tag motcua-diff-tag--${kind}` }, KINDS[kind])),
    h(
      "th",
      { class: "govuk-table__header", scope: "row", "data-label": "Phần tử" },
      button(nameOf(part), () => point(id), { class: "motcua-plain-button" }),
    ),
    cell("Loại", kindOf(part)),
    cell("Nội dung", details.join("; ")),
  );
}

export function compare(root, viewers) {
  const [older, newer] = viewers;
  const words = JSON.parse(root.dataset.words);
  const rows = rowsOf(diff(older.getDefinitions(), newer.getDefinitions()), viewers, words);
  paint(older, rows, ["removed", "changed", "moved"]);
  paint(newer, rows, ["added", "changed", "moved"]);
  follow(viewers);
  const point = (id) => {
    for (const viewer of viewers) {
      const element = viewer.get("elementRegistry").get(id);
      if (!element) continue;
      viewer.get("selection").select(element);
      viewer.get("canvas").scrollToElement(element, 60);
    }
  };
  const lines = rows.map((row) => line(row, point));
  root.querySelector("tbody").replaceChildren(...lines);
  root.querySelector("[data-many]").textContent = rows.length
    ? `Có ${rows.length} chỗ khác nhau.`
    : "Hai phiên bản giống hệt nhau.";
  root.dataset.ready = "1";
}
