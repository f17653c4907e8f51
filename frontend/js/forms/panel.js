// What is said about the thing that is chosen: the form, a page, a question, a column.
import { area, choice, group, more, text } from "../designer/panel/fields.js";
import { h, redraw } from "../process/dom.js";
import { conditionFields } from "./conditions.js";
import { later } from "./later.js";
import { isProvisional } from "./names.js";
import { kindFields } from "./kind_fields.js";

const QUIET = ["heading", "guidance", "hidden", "calculated"];
const HELP =
  "Bấm vào một câu hỏi để sửa. Kéo thả để dời; hoặc dùng phím: ↑ ↓ để chọn, Alt+↑ Alt+↓ để dời, Alt+C để sao chép, Delete để xóa, Shift+↑ Shift+↓ (hoặc Shift và bấm) để chọn nhiều câu hỏi rồi gom thành trang hay thành bảng.";

export class Panel {
  constructor(place, model) {
    this.place = place;
    this.model = model;
    const draw = () => this.draw();
    for (const name of ["change", "select"]) model.on(name, () => later(draw));
    this.draw();
  }

  draw() {
    const { model } = this;
    const path = model.selected;
    if (model.until) {
      const words = `Đang chọn ${model.chosen.length} câu hỏi. Chọn một câu hỏi để sửa.`;
      redraw(this.place, h("p", { class: "govuk-body" }, words));
      return;
    }
    const part = model.get(path);
    if (!part) return;
    const depth = path === "form" ? 0 : path.split(".").length;
    const fields = [() => this.formFields(), () => this.pageFields(path, part)][depth];
    redraw(this.place, fields ? fields() : this.questionFields(path, part));
  }

  said(path, part, name, label, { long = false } = {}) {
    const input = long ? area : text;
    return ["vi", "en"].map((language) =>
      input(
        `${name}-${language}`,
        language === "vi" ? label : `${label} (tiếng Anh)`,
        part[name]?.[language],
        (words) => this.model.say(path, name, language, words),
      ),
    );
  }

  title(caption, name) {
    return h("h2", { class: "govuk-heading-m" }, h("span", { class: "govuk-caption-m" }, caption), name);
  }

  formFields() {
    const { model } = this;
    return [
      this.title("Cả biểu mẫu", model.form.title?.vi || "(chưa có tên)"),
      group("Tên", this.said("form", model.form, "title", "Tên biểu mẫu")),
      choice(
        "layout",
        "Cách hỏi",
        model.form.layout || "pages",
        [
          ["pages", "Lần lượt từng trang"],
          ["one", "Tất cả trên một trang"],
        ],
        (layout) => model.set("form", "layout", layout === "pages" ? "" : layout),
      ),
      h("p", { class: "govuk-body" }, HELP),
      h("p", { class: "govuk-body", "data-minutes": true }, model.minutes ? `Điền hết mất khoảng ${model.minutes} phút.` : ""),
    ];
  }

  pageFields(path, page) {
    const { model } = this;
    return [
      this.title("Trang", page.title?.vi || "(chưa có tên)"),
      group(
        "Lời trên trang",
        this.said(path, page, "title", "Tên trang"),
        this.said(path, page, "guidance", "Lời hướng dẫn", { long: true }),
      ),
      conditionFields("show", "Chỉ hỏi trang này khi", "show_if", model, path),
      more(
        "Mã của trang",
        false,
        text("id", "Mã", page.id, (id) => model.set(path, "id", id || page.id), { code: true }),
      ),
    ];
  }

  questionFields(path, field) {
    const { model } = this;
    const kinds = new Map(model.facts.kinds);
    const isColumn = path.split(".").length === 3;
    const asked = !QUIET.includes(field.kind);
    return [
      this.title(kinds.get(field.kind) || field.kind, field.label?.vi || "(chưa có tên)"),
      group(
        "Lời hỏi",
        this.said(path, field, "label", asked ? "Câu hỏi" : "Lời", { long: field.kind === "guidance" }),
        this.said(path, field, "hint", "Lời giải thích", { long: true }),
      ),
      this.kind(path, field, isColumn),
      kindFields(path, field, model),
      asked && this.needed(path, field),
      !isColumn &&
        conditionFields("show", "Chỉ hỏi khi", "show_if", model, path),
      asked && !isColumn && this.prefill(path, field),
      this.home(path, field, isColumn),
      this.identity(path, field),
    ];
  }

  kind(path, field, isColumn) {
    const { model } = this;
    if (model.isKept(path)) return null;
    const offered = model.facts.kinds.filter(([kind]) => !isColumn || model.facts.columns.includes(kind));
    return choice("kind", "Loại", field.kind, offered, (kind) =>
      model.change(() => {
        const { id, label, hint, required, show_if } = field;
        const made = { ...model.newField(kind), id, label };
        for (const [name, value] of Object.entries({ hint, show_if })) if (value) made[name] = value;
        if (required === false && !QUIET.includes(kind)) made.required = false;
        const { list, at } = model.around(path);
        list[at] = made;
      }),
    );
  }

  needed(path, field) {
    const { model } = this;
    const now = field.required_if ? "when" : field.required === false ? "no" : "yes";
    return [
      choice(
        "needed",
        "Phải trả lời",
        now,
        [
          ["yes", "Bắt buộc"],
          ["no", "Không bắt buộc"],
          ["when", "Bắt buộc khi…"],
        ],
        (value) =>
          model.change(() => {
            delete field.required;
            delete field.required_if;
            if (value === "no") field.required = false;
            if (value === "when") field.required_if = "false";
          }),
      ),
      now === "when" &&
        conditionFields("needed-when", "Bắt buộc khi", "required_if", model, path, "false"),
    ];
  }

  prefill(path, field) {
    const { model } = this;
    return choice("prefill", "Điền sẵn từ", field.prefill, [["", "Không điền sẵn"], ...model.facts.prefills], (value) =>
      model.set(path, "prefill", value),
    );
  }

  // Where a question stands, for those who do not drag.
  home(path, field, isColumn) {
    const { model } = this;
    const pages = model.form.pages.map((page, at) => [String(at), `Trang ${at + 1}: ${page.title?.vi || ""}`]);
    const tables = model
      .fields()
      .filter(({ field: one }) => one.kind === "table" && one !== field)
      .map(({ path: at, field: one }) => [at, `Bảng: ${one.label?.vi || one.id}`]);
    const fits = model.facts.columns.includes(field.kind);
    const now = path.split(".").slice(0, isColumn ? 2 : 1).join(".");
    return choice("home", "Nằm ở", now, fits ? [...pages, ...tables] : pages, (target) => model.place(path, target, true));
  }

  identity(path, field) {
    const { model } = this;
    if (model.isKept(path))
      return h("p", { class: "govuk-hint" }, `Mã: ${field.id}. Mã và loại giữ nguyên vì đã có bản công bố.`);
    const hint = isProvisional(field.id)
      ? "Mã sẽ theo câu hỏi cho đến khi ông/bà tự đặt."
      : "Công thức và hồ sơ gọi câu trả lời bằng mã này.";
    const rename = (id) => id && id !== field.id && model.change(() => model.rename(path, id));
    return more("Mã của câu hỏi", false, text("id", "Mã", field.id, rename, { code: true, hint }));
  }
}

