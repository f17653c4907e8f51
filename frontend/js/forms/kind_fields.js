// What is said about a question beyond its words: bounds, options, parts, columns, a formula.
import { area, bare, check, choice, rows, text } from "../designer/panel/fields.js";
import { button, h } from "../process/dom.js";
import { later } from "./later.js";
import { isProvisional, slug } from "./names.js";

const list = (value) => (Array.isArray(value) ? value : []);

function number(id, label, path, field, model, hint) {
  const change = (value) => {
    const read = Number(value.replace(",", "."));
    model.set(path, id, value === "" || Number.isNaN(read) ? undefined : read);
  };
  return text(id, label, field[id]?.toString(), change, { hint });
}

function length(path, field, model) {
  return number("max_length", "Nhiều nhất bao nhiêu ký tự", path, field, model);
}

function bounds(path, field, model) {
  return [
    number("min", "Từ", path, field, model),
    number("max", "Đến", path, field, model),
    field.kind === "number" && number("decimals", "Số chữ số sau dấu phẩy", path, field, model),
  ];
}

function day(id, label, path, field, model) {
  const now = field[id] === "today" ? "today" : field[id] ? "day" : "";
  return [
    choice(
      `${id}-kind`,
      label,
      now,
      [
        ["", "Không giới hạn"],
        ["today", "Ngày điền biểu mẫu"],
        ["day", "Một ngày cố định"],
      ],
      (value) => model.set(path, id, value === "day" ? "2000-01-01" : value),
    ),
    now === "day" && text(id, "Ngày", field[id], (value) => model.set(path, id, value), { kind: "date" }),
  ];
}

const another = (number) => ({ value: `lua_chon_${number}`, label: { vi: `Lựa chọn ${number}` } });

function options(path, field, model) {
  const change = (next) => model.set(path, "options", next);
  const all = list(field.options);
  // An input left just before may have changed the others: what is told is read anew.
  const fresh = () => list(model.get(path).options);
  const set = (at, given) => change(fresh().map((one, number) => (number === at ? { ...one, ...given } : one)));
  const name = (at, words) => {
    const one = fresh()[at];
    const follows = isProvisional(one.value) && !model.isKept(path) && words;
    const taken = fresh().some((other) => other !== one && other.value === slug(words));
    set(at, { label: { ...one.label, vi: words }, ...(follows && !taken ? { value: slug(words) } : {}) });
  };
  const say = (at, words) => {
    const { en, ...rest } = fresh()[at].label || {};
    set(at, { label: words ? { ...rest, en: words } : rest });
  };
  return [
    choice(
      "list",
      "Chọn từ",
      field.list,
      [["", "Các lựa chọn dưới đây"], ...model.facts.lists.map((one) => (Array.isArray(one) ? one : [one, one]))],
      (value) =>
        model.change(() => {
          delete field.list;
          delete field.options;
          if (value) field.list = value;
          else field.options = model.newField("choice").options;
        }),
    ),
    !field.list &&
      rows(
        "option",
        "Các lựa chọn",
        all,
        (one, at) => [
          bare(`option-${at}`, `Lựa chọn ${at + 1}`, one.label?.vi, (words) => name(at, words)),
          bare(`option-en-${at}`, `Lựa chọn ${at + 1} bằng tiếng Anh`, one.label?.en, (words) => say(at, words), {
            placeholder: "tiếng Anh",
          }),
        ],
        {
          add: () => change([...fresh(), another(fresh().length + 1)]),
          remove: (at) => change(fresh().toSpliced(at, 1)),
          addLabel: "Thêm lựa chọn",
        },
      ),
  ];
}

function fieldsOf(model, path, kinds) {
  return model
    .fields()
    .filter((one) => one.path !== path && !one.table && kinds.includes(one.field.kind))
    .map(({ field }) => [field.id, field.label?.vi || field.id]);
}

function fits(path, field, model) {
  const pick = (what, label, kinds) =>
    choice(`fits-${what}`, label, field.fits?.[what], [["", "Không so"], ...fieldsOf(model, path, kinds)], (value) => {
      const { [what]: _, ...rest } = model.get(path).fits || {};
      const next = value ? { ...rest, [what]: value } : rest;
      model.set(path, "fits", Object.keys(next).length ? next : undefined);
    });
  return [pick("birth_date", "Khớp với ngày sinh", ["date"]), pick("sex", "Khớp với giới tính", ["choice"])];
}

function old(path, field, model) {
  return check("old", "Nhận cả địa chỉ trước 01/7/2025 (có huyện)", field.old === true, (on) =>
    model.set(path, "old", on || undefined),
  );
}

function table(path, field, model) {
  return [
    number("min_rows", "Ít nhất bao nhiêu dòng", path, field, model),
    number("max_rows", "Nhiều nhất bao nhiêu dòng", path, field, model),
    button("Thêm cột", () => (model.addColumn(path), later(() => document.getElementById("label-vi")?.focus())), { id: "add-column" }),
  ];
}

function parts(path, field, model) {
  const all = model.facts.parts[field.kind];
  const asked = field.parts || model.facts.usual[field.kind];
  const optional = list(field.optional);
  const keep = (names) => all.map(([id]) => id).filter((id) => names.includes(id));
  const toggled = (names, id, on) => keep(on ? [...names, id] : names.filter((one) => one !== id));
  return [
    h(
      "fieldset",
      { class: "govuk-fieldset motcua-panel__rows" },
      h("legend", { class: "govuk-fieldset__legend" }, "Hỏi những gì"),
      all.map(([id, label]) => [
        check(`part-${id}`, label, asked.includes(id), (on) =>
          model.set(path, "parts", toggled(model.get(path).parts || asked, id, on)),
        ),
        asked.includes(id) &&
          h(
            "div",
            { class: "motcua-panel__inner" },
            check(`optional-${id}`, `Không bắt buộc: ${label}`, optional.includes(id), (on) => {
              const next = toggled(list(model.get(path).optional), id, on);
              model.set(path, "optional", next.length ? next : undefined);
            }),
          ),
      ]),
    ),
    field.kind === "signature" &&
      choice("signer", "Người ký phải là", field.signer, [["", "Ai cũng được"], ...fieldsOf(model, path, ["text", "person"])], (value) =>
        model.set(path, "signer", value),
      ),
    field.kind === "signature" &&
      check("certificate", "Nộp trực tuyến thì phải ký bằng chứng thư chữ ký số", field.certificate === true, (on) =>
        model.set(path, "certificate", on || undefined),
      ),
  ];
}

function formula(path, field, model) {
  const names = fieldsOf(model, path, ["number", "money", "text", "choice", "yes_no", "date"]);
  return [
    area("value", "Công thức (CEL)", field.value, (value) => model.set(path, "value", value), {
      code: true,
      hint: 'Ví dụ: so_luong * 15000, hoặc da_ket_hon ? "Đã kết hôn" : "Độc thân"',
    }),
    names.length > 0 && h("p", { class: "govuk-hint" }, `Các mã dùng được: ${names.map(([id]) => id).join(", ")}.`),
  ];
}

const FILE_TYPES = [
  ["application/pdf", "PDF"],
  ["image/jpeg", "Ảnh JPG"],
  ["image/png", "Ảnh PNG"],
];

function fileTypes(path, field, model) {
  const taken = field.types || FILE_TYPES.map(([type]) => type);
  return h(
    "fieldset",
    { class: "govuk-fieldset motcua-panel__rows" },
    h("legend", { class: "govuk-fieldset__legend" }, "Nhận loại tệp nào"),
    FILE_TYPES.map(([type, label]) =>
      check(`type-${label}`, label, taken.includes(type), (on) => {
        const before = model.get(path).types || FILE_TYPES.map(([one]) => one);
        const next = FILE_TYPES.map(([one]) => one).filter((one) => (one === type ? on : before.includes(one)));
        model.set(path, "types", next.length === FILE_TYPES.length ? undefined : next);
      }),
    ),
  );
}

const FIELDS = {
  text: length,
  long_text: length,
  number: bounds,
  money: bounds,
  date: (path, field, model) => [day("min", "Sớm nhất", path, field, model), day("max", "Muộn nhất", path, field, model)],
  choice: options,
  choices: options,
  personal_number: fits,
  address: old,
  file: fileTypes,
  table,
  person: parts,
  organisation: parts,
  land_parcel: parts,
  signature: parts,
  calculated: formula,
  hidden: formula,
};

export const kindFields = (path, field, model) => FIELDS[field.kind]?.(path, field, model);
