// Labelled inputs of the properties panel. Each tells what was entered when it is left.
import { button, h } from "../../process/dom.js";

export function group(title, ...children) {
  return h(
    "section",
    { class: "motcua-panel__group" },
    h("h3", { class: "govuk-heading-s" }, title),
    ...children,
  );
}

export function more(title, open, ...children) {
  return h(
    "details",
    { class: "govuk-details", open },
    h(
      "summary",
      { class: "govuk-details__summary" },
      h("span", { class: "govuk-details__summary-text" }, title),
    ),
    h("div", { class: "govuk-details__text" }, ...children),
  );
}

function field(id, label, hint, input) {
  if (hint) input.setAttribute("aria-describedby", `${id}-hint`);
  return h(
    "div",
    { class: "govuk-form-group" },
    h("label", { class: "govuk-label", for: id }, label),
    hint && h("div", { class: "govuk-hint", id: `${id}-hint` }, hint),
    input,
  );
}

export function text(id, label, value, change, { hint, list, kind = "text", code } = {}) {
  const input = h("input", {
    id,
    type: kind,
    class: `govuk-input${code ? " motcua-code" : ""}`,
    value: value || "",
    list,
    autocomplete: "off",
    spellcheck: code ? "false" : undefined,
    onchange: (event) => change(event.target.value.trim()),
  });
  return field(id, label, hint, input);
}

export function area(id, label, value, change, { hint, code } = {}) {
  const input = h("textarea", {
    id,
    rows: 2,
    class: `govuk-textarea${code ? " motcua-code" : ""}`,
    spellcheck: code ? "false" : undefined,
    value: value || "",
    onchange: (event) => change(event.target.value.trim()),
  });
  return field(id, label, hint, input);
}

// Choices are [value, label]; a value that is not among them is kept and shown as it is.
export function choice(id, label, value, choices, change, { hint } = {}) {
  const known = choices.some(([key]) => key === (value || ""));
  const all = known || !value ? choices : [...choices, [value, value]];
  const input = h(
    "select",
    { id, class: "govuk-select", onchange: (event) => change(event.target.value) },
    all.map(([key, words]) => h("option", { value: key, selected: key === (value || "") }, words)),
  );
  return field(id, label, hint, input);
}

export function check(id, label, checked, change, hint) {
  return h(
    "div",
    { class: "govuk-checkboxes govuk-checkboxes--small" },
    h(
      "div",
      { class: "govuk-checkboxes__item" },
      h("input", {
        id,
        type: "checkbox",
        class: "govuk-checkboxes__input",
        checked,
        "aria-describedby": hint ? `${id}-hint` : undefined,
        onchange: (event) => change(event.target.checked),
      }),
      h("label", { class: "govuk-label govuk-checkboxes__label", for: id }, label),
      hint && h("div", { class: "govuk-hint govuk-checkboxes__hint", id: `${id}-hint` }, hint),
    ),
  );
}

const UNITS = [
  ["h", "giờ làm việc"],
  ["wd", "ngày làm việc"],
  ["d", "ngày"],
  ["m", "tháng"],
];

export function limit(id, label, written, change, hint) {
  const [, number = "", unit = "h"] = /^(\d+)(h|wd|d|m)$/.exec(written || "") || [];
  const count = h("input", {
    id,
    type: "number",
    min: 0,
    max: 9999,
    class: "govuk-input govuk-input--width-4",
    value: number,
    "aria-describedby": hint ? `${id}-hint` : undefined,
    onchange: tell,
  });
  const measure = h(
    "select",
    { id: `${id}-unit`, class: "govuk-select", "aria-label": `${label}: đơn vị`, onchange: tell },
    UNITS.map(([key, words]) => h("option", { value: key, selected: key === unit }, words)),
  );
  function tell() {
    change(/^\d+$/.test(count.value) ? `${Number(count.value)}${measure.value}` : "");
  }
  return h(
    "div",
    { class: "govuk-form-group" },
    h("label", { class: "govuk-label", for: id }, label),
    hint && h("div", { class: "govuk-hint", id: `${id}-hint` }, hint),
    h("div", { class: "motcua-panel__pair" }, count, measure),
  );
}

// Rows that can be added and removed; `draw(row, at)` gives the inputs of one.
export function rows(id, title, list, draw, { add, remove, addLabel }) {
  return h(
    "fieldset",
    { class: "govuk-fieldset motcua-panel__rows" },
    h("legend", { class: "govuk-fieldset__legend" }, title),
    list.map((row, at) =>
      h(
        "div",
        { class: "motcua-panel__row" },
        draw(row, at),
        button("Bỏ", () => remove(at), {
          id: `${id}-remove-${at}`,
          "aria-label": `Bỏ dòng ${at + 1}: ${title}`,
        }),
      ),
    ),
    button(addLabel, add, { id: `${id}-add` }),
  );
}

export function bare(id, label, value, change, { code, placeholder } = {}) {
  return h("input", {
    id,
    type: "text",
    class: `govuk-input${code ? " motcua-code" : ""}`,
    value: value || "",
    "aria-label": label,
    placeholder,
    autocomplete: "off",
    onchange: (event) => change(event.target.value.trim()),
  });
}
