// What is said about lanes and steps: who, how long, how it ends, what the citizen reads.
import { dataOf, keyFrom, outcomesOf, processOf } from "../../process/dialect.js";
import { area, bare, check, choice, group, limit, more, rows, text } from "./fields.js";
import { h } from "../../process/dom.js";

const OWN = (label) => [["", label]];

function set(drawing, element, name) {
  return (value) => drawing.set(element, { [name]: value });
}

function agencies(facts) {
  return facts.agencies;
}

export function laneFields(element, { drawing, facts }) {
  const part = element.businessObject;
  return [
    group(
      "Người thực hiện của làn này",
      text("name", "Tên làn", part.name, set(drawing, element, "name")),
      choice(
        "role",
        "Vai trò",
        part.get("motcua:role"),
        [...OWN("Chưa chọn"), ...facts.roles],
        set(drawing, element, "motcua:role"),
      ),
      choice(
        "agency",
        "Cơ quan",
        part.get("motcua:agency"),
        [...OWN("Chưa chọn (cơ quan giải quyết)"), ...agencies(facts)],
        set(drawing, element, "motcua:agency"),
      ),
      choice(
        "assign",
        "Cách giao việc",
        part.get("motcua:assign") || "hand",
        facts.ways,
        set(drawing, element, "motcua:assign"),
      ),
    ),
  ];
}

function outcomeFields(element, { drawing, refresh }) {
  const part = element.businessObject;
  const list = outcomesOf(part);
  const save = (next) =>
    drawing.set(element, {
      "motcua:outcomes": next.map(({ key, label }) => `${key}=${label.replace(/;/g, ",")}`).join(";"),
    });
  const change = (at, given) => save(list.map((one, place) => (place === at ? { ...one, ...given } : one)));
  const relabel = (at, label) => {
    const derived = list[at].key.startsWith("ket_qua_") ? { key: keyFrom(label) || list[at].key } : {};
    change(at, { label, ...derived });
    refresh();
  };
  return rows(
    "outcomes",
    "Các cách kết thúc bước",
    list,
    (one, at) => [
      bare(
        `outcome-${at}-label`,
        `Cách kết thúc ${at + 1}: tên gọi`,
        one.label,
        (label) => relabel(at, label),
        {
          placeholder: "Tên gọi",
        },
      ),
      bare(
        `outcome-${at}-key`,
        `Cách kết thúc ${at + 1}: mã dùng trong điều kiện`,
        one.key,
        (key) => change(at, { key: keyFrom(key) || one.key }),
        { code: true },
      ),
    ],
    {
      addLabel: "Thêm cách kết thúc",
      add: () => {
        save([...list, { key: `ket_qua_${list.length + 1}`, label: `Kết quả ${list.length + 1}` }]);
        refresh(`outcome-${list.length}-label`);
      },
      remove: (at) => {
        save(list.filter((_, place) => place !== at));
        refresh("outcomes-add");
      },
    },
  );
}

function formFields(element, { drawing }) {
  const part = element.businessObject;
  const chosen = (part.get("motcua:form") || "").split(";").filter(Boolean);
  const data = dataOf(processOf(part)).filter((one) => one.name);
  if (!data.length) {
    return h(
      "p",
      { class: "govuk-hint" },
      "Quy trình chưa có dữ liệu nào. Bấm ra ngoài các bước để thêm dữ liệu.",
    );
  }
  const toggle = (name, on) => {
    const next = data.map((one) => one.name).filter((one) => (one === name ? on : chosen.includes(one)));
    drawing.set(element, { "motcua:form": next.join(";") });
    chosen.splice(0, chosen.length, ...next);
  };
  return h(
    "fieldset",
    { class: "govuk-fieldset" },
    h("legend", { class: "govuk-fieldset__legend" }, "Cán bộ nhập ở bước này"),
    data.map(({ name, label }) =>
      check(`form-${name}`, label, chosen.includes(name), (on) => toggle(name, on)),
    ),
  );
}

function publicFields(element, { drawing }) {
  const part = element.businessObject;
  return more(
    "Lời cho người dân",
    Boolean(part.get("motcua:public")),
    area("public", "Tiếng Việt", part.get("motcua:public"), set(drawing, element, "motcua:public")),
    area("public-en", "Tiếng Anh", part.get("motcua:public-en"), set(drawing, element, "motcua:public-en")),
  );
}

function performerFields(element, { drawing, facts }) {
  const part = element.businessObject;
  const own = part.get("motcua:role") || part.get("motcua:agency");
  return more(
    "Người thực hiện riêng của bước",
    Boolean(own),
    choice(
      "role",
      "Vai trò",
      part.get("motcua:role"),
      [...OWN("Theo làn"), ...facts.roles],
      set(drawing, element, "motcua:role"),
    ),
    choice(
      "agency",
      "Cơ quan",
      part.get("motcua:agency"),
      [...OWN("Theo làn"), ...agencies(facts)],
      set(drawing, element, "motcua:agency"),
    ),
  );
}

function repeat(drawing, element, how) {
  const part = element.businessObject;
  if (!how) return drawing.modeling.updateProperties(element, { loopCharacteristics: undefined });
  const isSequential = how === "sequential";
  if (part.loopCharacteristics) return drawing.setInside(element, part.loopCharacteristics, { isSequential });
  const loop = drawing.moddle.create("bpmn:MultiInstanceLoopCharacteristics", { isSequential });
  loop.$parent = part;
  return drawing.modeling.updateProperties(element, { loopCharacteristics: loop });
}

function named(drawing, loop, name) {
  if (!name) return undefined;
  const item = drawing.moddle.create("bpmn:DataInput", { id: drawing.freeId("item_1"), name });
  item.$parent = loop;
  return item;
}

function repeatFields(element, { drawing, refresh }) {
  const loop = element.businessObject.loopCharacteristics;
  const how = !loop ? "" : loop.isSequential ? "sequential" : "parallel";
  const data = drawing.data.filter((one) => one.name);
  const lists = data.filter((one) => one.type === "list");
  const pick = (name) => {
    const found = lists.find((one) => one.name === name);
    drawing.setInside(element, loop, { loopDataInputRef: found?.declared });
  };
  return more(
    "Lặp cho từng mục của một danh sách",
    Boolean(loop),
    choice(
      "repeat",
      "Cách làm",
      how,
      [
        ["", "Làm một lần"],
        ["parallel", "Nhiều người cùng lúc"],
        ["sequential", "Lần lượt từng người"],
      ],
      (value) => {
        repeat(drawing, element, value);
        refresh();
      },
    ),
    loop &&
      choice(
        "collection",
        "Danh sách",
        loop.loopDataInputRef?.name,
        [["", "Chưa chọn"], ...lists.map((one) => [one.name, one.label])],
        pick,
        { hint: lists.length ? undefined : "Hãy thêm một dữ liệu loại danh sách vào quy trình." },
      ),
    loop &&
      text(
        "item",
        "Mã của từng mục trong điều kiện",
        loop.inputDataItem?.name,
        (name) => drawing.setInside(element, loop, { inputDataItem: named(drawing, loop, name) }),
        { code: true, hint: "Có thể bỏ trống." },
      ),
    loop &&
      text(
        "until",
        "Dừng sớm khi",
        loop.completionCondition?.body,
        (body) => drawing.setInside(element, loop, { completionCondition: drawing.expression(body) }),
        { code: true, hint: 'Biểu thức CEL, ví dụ: outcome == "object". Có thể bỏ trống.' },
      ),
  );
}

export function taskFields(element, context) {
  const { drawing, facts } = context;
  const part = element.businessObject;
  const repeats = element.type === "bpmn:UserTask";
  return [
    group(
      "Bước xử lý",
      text("name", "Tên bước", part.name, set(drawing, element, "name")),
      choice("act", "Việc phải làm", part.get("motcua:act"), facts.acts, set(drawing, element, "motcua:act")),
      limit("limit", "Thời hạn của bước", part.get("motcua:limit"), set(drawing, element, "motcua:limit")),
      outcomeFields(element, context),
      formFields(element, context),
    ),
    publicFields(element, context),
    performerFields(element, context),
    repeats && repeatFields(element, context),
  ];
}

export function callFields(element, context) {
  const { drawing, facts } = context;
  const part = element.businessObject;
  return [
    group(
      "Gọi quy trình khác",
      text("name", "Tên bước", part.name, set(drawing, element, "name")),
      choice(
        "called",
        "Quy trình được gọi",
        part.calledElement,
        [["", "Chưa chọn"], ...facts.processes],
        set(drawing, element, "calledElement"),
      ),
      choice(
        "agency",
        "Cơ quan thực hiện",
        part.get("motcua:agency"),
        [["", "Chưa chọn"], ...agencies(facts)],
        set(drawing, element, "motcua:agency"),
      ),
      limit("limit", "Thời hạn", part.get("motcua:limit"), set(drawing, element, "motcua:limit")),
    ),
    publicFields(element, context),
  ];
}
