// Test cases kept with the form: what they expect, and whether it still comes out.
import { area, more, text } from "../designer/panel/fields.js";
import { button, h, redraw } from "../process/dom.js";
import { later } from "./later.js";

const names = (value) =>
  value
    .split(",")
    .map((one) => one.trim())
    .filter(Boolean);

export class Trials {
  constructor(place, model) {
    this.place = place;
    this.model = model;
    const draw = () => this.draw();
    for (const name of ["change", "findings"]) model.on(name, () => later(draw));
    this.draw();
  }

  keep(trial) {
    this.model.change(() => {
      this.model.trials.push({ ...trial, name: `Ca thử ${this.model.trials.length + 1}` });
    });
  }

  draw() {
    const { trials } = this.model;
    redraw(
      this.place,
      h(
        "p",
        { class: "govuk-body" },
        "Mỗi ca thử là các câu trả lời và kết quả mong đợi. Tất cả phải đúng thì mới công bố được. Để thêm: điền ở phần Xem thử rồi bấm “Lưu thành ca thử”.",
      ),
      trials.map((trial, at) => this.one(trial, at)),
      !trials.length && h("p", { class: "govuk-hint" }, "Chưa có ca thử nào."),
    );
  }

  one(trial, at) {
    const { model } = this;
    const said = model.ran?.[at];
    const change = (act) => model.change(() => void act(model.trials[at]));
    const expected = trial.expected || {};
    return h(
      "section",
      { class: "motcua-builder__page", "aria-label": `Ca thử ${at + 1}` },
      text(`trial-${at}-name`, "Tên ca thử", trial.name, (name) => change((one) => (one.name = name))),
      this.result(said),
      text(`trial-${at}-pages`, "Các trang được hỏi (mã, cách nhau bằng dấu phẩy)", (expected.pages || []).join(", "), (value) =>
        change((one) => (one.expected = { ...one.expected, pages: names(value) })),
      ),
      text(`trial-${at}-errors`, "Các mục phải báo lỗi", (expected.errors || []).join(", "), (value) =>
        change((one) => (one.expected = { ...one.expected, errors: names(value) })),
      ),
      more(
        `Các câu trả lời của ca thử ${at + 1}`,
        false,
        this.json(`trial-${at}-answers`, "Các câu trả lời (JSON)", trial.answers || {}, (value) =>
          change((one) => (one.answers = value)),
        ),
        this.json(`trial-${at}-values`, "Giá trị tự tính (JSON)", expected.values || {}, (value) =>
          change((one) => (one.expected = { ...one.expected, values: value })),
        ),
      ),
      button("Xóa ca thử", () => model.change(() => void model.trials.splice(at, 1)), { id: `trial-${at}-remove` }),
    );
  }

  result(said) {
    if (!said) return h("p", { class: "govuk-hint" }, "Chưa chạy được: biểu mẫu còn lỗi.");
    if (!said.length) return h("p", { class: "motcua-builder__passed" }, "Đúng như mong đợi.");
    return said.map((words) => h("p", { class: "govuk-error-message" }, words));
  }

  json(id, label, value, change) {
    return area(
      id,
      label,
      JSON.stringify(value),
      (written) => {
        try {
          change(JSON.parse(written || "{}"));
        } catch {
          this.draw();
        }
      },
      { code: true },
    );
  }
}
