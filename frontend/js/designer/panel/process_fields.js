// What is said about the whole process, and the data that its steps fill in.
import { h } from "../../process/dom.js";
import { keyFrom } from "../../process/dialect.js";
import { bare, group, rows, text } from "./fields.js";

export const TYPES = [
  ["string", "chữ"],
  ["int", "số nguyên"],
  ["double", "số thực"],
  ["bool", "có/không"],
  ["date", "ngày"],
  ["list", "danh sách"],
];

function freeName(drawing, declared, wished) {
  const taken = new Set(drawing.data.filter((one) => one.declared !== declared).map((one) => one.name));
  let name = wished;
  for (let at = 2; taken.has(name); at += 1) name = `${wished}_${at}`;
  return name;
}

function datum(drawing, { declared, name, label, type }, at, refresh) {
  const relabel = (words) => {
    const given = { "motcua:label": words || undefined };
    if (!declared.name && words) given.name = freeName(drawing, declared, keyFrom(words));
    drawing.setDatum(declared, given);
    refresh();
  };
  return [
    bare(`datum-${at}-label`, `Dữ liệu ${at + 1}: tên gọi`, label, relabel, { placeholder: "Tên gọi" }),
    bare(
      `datum-${at}-name`,
      `Dữ liệu ${at + 1}: mã dùng trong điều kiện`,
      name,
      (value) => drawing.setDatum(declared, { name: value }),
      { code: true, placeholder: "mã" },
    ),
    h(
      "select",
      {
        id: `datum-${at}-type`,
        class: "govuk-select",
        "aria-label": `Dữ liệu ${at + 1}: loại`,
        onchange: (event) => {
          drawing.setDatum(declared, { itemSubjectRef: drawing.kindOfData(event.target.value) });
        },
      },
      TYPES.map(([key, words]) => h("option", { value: key, selected: key === type }, words)),
    ),
  ];
}

export function processFields(element, { drawing, facts, refresh }) {
  const { process, data } = drawing;
  return [
    group(
      "Quy trình",
      text("process-name", "Tên quy trình", process.name, (name) => {
        drawing.setProcess({ name });
        if (element.type === "bpmn:Participant") drawing.set(element, { name });
      }),
      h("p", { class: "govuk-body" }, "Mã: ", h("span", { class: "motcua-code" }, facts.code)),
    ),
    group(
      "Dữ liệu",
      h(
        "p",
        { class: "govuk-hint" },
        "Những điều cán bộ nhập ở các bước, dùng để rẽ nhánh. Mã được đặt theo tên gọi nếu để trống.",
      ),
      rows("data", "Dữ liệu của quy trình", data, (one, at) => datum(drawing, one, at, refresh), {
        addLabel: "Thêm dữ liệu",
        add: () => {
          drawing.addDatum();
          refresh(`datum-${data.length}-label`);
        },
        remove: (at) => {
          drawing.removeDatum(data[at].declared);
          refresh("data-add");
        },
      }),
    ),
  ];
}
