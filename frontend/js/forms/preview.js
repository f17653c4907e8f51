// The form as citizens get it, drawn by the server; what is typed there decides what is asked.
import { Refused, ask } from "../designer/asking.js";
import { choice } from "../designer/panel/fields.js";
import { button, h } from "../process/dom.js";
import { prepareStrokes } from "../strokes.js";

const PAUSE = 400;

export class Preview {
  constructor(place, model, keepTrial) {
    this.place = place;
    this.model = model;
    this.keepTrial = keepTrial;
    this.answers = new Map();
    this.page = "";
    this.width = "phone";
    this.language = "vi";
    this.case = "";
    this.frame = h("iframe", { title: "Xem thử biểu mẫu", class: "motcua-preview__frame" });
    this.tools = h("div", { class: "motcua-builder__add" });
    this.status = h("p", { class: "govuk-body", role: "status" });
    this.sheets = h("div", { class: "motcua-preview__sheets", hidden: true });
    place.append(this.tools, this.status, h("div", { class: "motcua-preview" }, this.frame, this.sheets));
    this.frame.addEventListener("load", () => this.listen());
    model.on("change", () => this.soon());
  }

  get shown() {
    return !this.place.hidden;
  }

  open() {
    const at = Number(this.model.selected.split(".")[0]);
    this.page = this.model.form.pages[at]?.id || this.page;
    this.draw();
  }

  soon() {
    clearTimeout(this.timer);
    if (this.shown) this.timer = setTimeout(() => this.draw(), PAUSE);
  }

  drawTools() {
    const pages = this.model.form.pages.map((page, at) => [page.id, `${at + 1}. ${page.title?.vi || page.id}`]);
    const set = (name) => (value) => {
      this[name] = value;
      this.draw();
    };
    this.tools.replaceChildren(
      choice("preview-page", "Trang", this.page, pages, set("page")),
      choice(
        "preview-width",
        "Xem trên",
        this.width,
        [
          ["phone", "Điện thoại"],
          ["desk", "Máy tính"],
          ["paper", "Bản giấy để trống"],
          ["filled", "Bản giấy đã điền"],
        ],
        set("width"),
      ),
      choice(
        "preview-language",
        "Ngôn ngữ",
        this.language,
        [
          ["vi", "Tiếng Việt"],
          ["en", "Tiếng Anh"],
        ],
        set("language"),
      ),
      this.model.facts.cases.length
        ? choice("preview-case", "Trường hợp", this.case, [["", "Chưa chọn"], ...this.model.facts.cases], set("case"))
        : "",
      button("Kiểm tra trang này", () => this.draw({ checked: "1" }), { id: "preview-check" }),
      button("Xóa câu trả lời", () => this.clear(), { id: "preview-clear" }),
      button("Lưu thành ca thử", () => this.keep(), { id: "preview-keep" }),
    );
    this.frame.className = `motcua-preview__frame motcua-preview__frame--${this.width}`;
  }

  clear() {
    this.answers.clear();
    this.draw();
  }

  // Everything typed so far, page by page, as a browser would send it.
  typed() {
    return [...this.answers.values()].join("&");
  }

  given(more = {}) {
    return {
      form: this.model.whole,
      page: this.page,
      language: this.language,
      case: this.case,
      answers: this.typed(),
      ...more,
    };
  }

  async draw(more = {}) {
    if (!this.model.form.pages.some((page) => page.id === this.page)) {
      this.page = this.model.form.pages[0]?.id || "";
    }
    const held = document.activeElement?.id;
    this.drawTools();
    if (held?.startsWith("preview-")) document.getElementById(held)?.focus();
    this.round = (this.round || 0) + 1;
    const { round } = this;
    const onPaper = ["paper", "filled"].includes(this.width);
    this.frame.hidden = onPaper;
    this.sheets.hidden = !onPaper;
    try {
      if (onPaper) {
        await this.drawPaper(round);
        return;
      }
      const { html } = await ask(this.model.facts.preview, this.given(more));
      if (round !== this.round) return;
      const focused = this.frame.contentDocument?.activeElement;
      this.held = focused?.id || focused?.name || "";
      this.frame.srcdoc = html;
      this.status.textContent = "";
    } catch (refusal) {
      if (!(refusal instanceof Refused)) throw refusal;
      this.status.textContent = refusal.message;
    }
  }

  async drawPaper(round) {
    const { facts } = this.model;
    const { pages } = await ask(facts.pictures, this.given({ code: facts.code, ...(this.width === "filled" ? { filled: "1" } : {}) }));
    if (round !== this.round) return;
    this.status.textContent = `Bản giấy có ${pages.length} trang.`;
    this.sheets.replaceChildren(
      ...pages.map((src, at) => h("img", { src, alt: `Trang giấy ${at + 1}`, class: "motcua-preview__frame" })),
    );
  }

  listen() {
    const inside = this.frame.contentDocument;
    const form = inside?.getElementById("form");
    if (!form) return;
    this.frame.style.height = `${Math.max(400, inside.documentElement.scrollHeight + 20)}px`;
    const remember = (button) => {
      this.answers.set(this.page, new URLSearchParams(new FormData(form)).toString());
      this.draw(button ? { answers: `${this.typed()}&${button}=1` } : {});
    };
    prepareStrokes(form);
    form.addEventListener("change", () => remember());
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      remember(event.submitter?.name);
    });
    if (this.held) (inside.getElementById(this.held) || form.elements[this.held])?.focus?.();
  }

  async keep() {
    try {
      const { trial } = await ask(this.model.facts.outcome, this.given());
      this.keepTrial(trial);
    } catch (refusal) {
      if (!(refusal instanceof Refused)) throw refusal;
      this.status.textContent = refusal.message;
    }
  }
}
