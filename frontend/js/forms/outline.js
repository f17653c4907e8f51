// The form as cards: chosen, moved by dragging or by keys, copied, removed.
import { button, h, redraw } from "../process/dom.js";
import { inWords, sources } from "./conditions.js";
import { later } from "./later.js";

const list = (value) => (Array.isArray(value) ? value : []);

function small(label, name, act, id) {
  return button(label, act, { "aria-label": `${label}: ${name}`, id, class: "govuk-button govuk-button--secondary" });
}

export class Outline {
  constructor(place, model) {
    this.place = place;
    this.model = model;
    this.dragged = null;
    const draw = () => this.draw();
    for (const name of ["change", "select", "findings"]) model.on(name, () => later(draw));
    place.addEventListener("keydown", (event) => this.pressed(event));
    this.draw();
  }

  draw() {
    const { form } = this.model;
    this.kinds = new Map(this.model.facts.kinds);
    this.byPath = new Map();
    for (const one of this.model.findings) {
      const path = one.field && this.model.pathOf(one.field);
      if (path) this.byPath.set(path, [...(this.byPath.get(path) || []), one]);
    }
    redraw(
      this.place,
      this.card("form", "Cả biểu mẫu", form.title?.vi || "(chưa có tên)", []),
      form.pages.map((page, at) => this.page(page, String(at))),
    );
    if (this.focused) document.getElementById(`card-${this.focused}`)?.focus();
    this.focused = null;
  }

  page(page, path) {
    const fields = list(page.fields);
    return h(
      "section",
      { class: "motcua-builder__page", "aria-label": `Trang ${Number(path) + 1}` },
      this.card(path, `Trang ${Number(path) + 1}`, page.title?.vi || "(chưa có tên)", [
        this.when(page, path),
      ]),
      h(
        "ol",
        { class: "motcua-builder__fields", ...this.dropping(path, true) },
        fields.map((field, at) => h("li", {}, this.field(field, `${path}.${at}`))),
        !fields.length && h("li", { class: "govuk-hint" }, "Trang này chưa có câu hỏi. Hãy thêm, hoặc kéo câu hỏi vào đây."),
      ),
    );
  }

  field(field, path) {
    const kind = this.kinds.get(field.kind) || field.kind;
    const needed = field.required_if ? "có khi bắt buộc" : field.required === false ? "không bắt buộc" : "";
    const card = this.card(path, [kind, needed].filter(Boolean).join(", "), field.label?.vi || "(chưa có tên)", [
      this.when(field, path),
      ...this.found(path),
    ]);
    if (field.kind !== "table") return card;
    const columns = list(field.fields).map((column, at) => h("li", {}, this.field(column, `${path}.${at}`)));
    return [card, h("ol", { class: "motcua-builder__fields", ...this.dropping(path, true) }, columns)];
  }

  when(part, path) {
    if (!part.show_if) return null;
    const said = inWords(part.show_if, sources(this.model, path));
    return h("p", { class: "motcua-builder__note" }, `Chỉ hỏi khi ${said}`);
  }

  found(path) {
    return (this.byPath.get(path) || []).map((one) =>
      h(
        "p",
        { class: one.error ? "govuk-error-message" : "motcua-builder__advice" },
        `${one.error ? "Phải sửa" : "Nên xem"}: ${one.message}`,
      ),
    );
  }

  card(path, caption, name, notes) {
    const chosen = this.model.chosen.includes(path);
    const wrong = (this.byPath.get(path) || []).some((one) => one.error);
    const classes = ["motcua-builder__card", chosen && "motcua-builder__card--chosen", wrong && "motcua-builder__card--wrong"];
    return h(
      "div",
      { class: classes.filter(Boolean).join(" "), ...(path === "form" ? {} : this.dragging(path)) },
      h(
        "button",
        {
          type: "button",
          class: "motcua-builder__name",
          id: `card-${path}`,
          "aria-pressed": String(chosen),
          onclick: (event) => (event.shiftKey ? this.extend(path) : this.choose(path)),
        },
        h("span", { class: "motcua-builder__caption" }, caption),
        name,
      ),
      notes,
      path !== "form" && path === (this.model.until || this.model.selected) && this.tools(path, name),
    );
  }

  choose(path) {
    this.focused = path;
    this.model.select(path);
  }

  extend(path) {
    this.focused = path;
    this.model.extend(path);
  }

  toolsOfMany() {
    const { model } = this;
    const many = `${model.chosen.length} câu hỏi`;
    const grouped = (act) => () => {
      act();
      later(() => document.getElementById("label-vi")?.focus());
    };
    return h(
      "div",
      { class: "motcua-builder__tools" },
      small("Gom thành trang", many, () => model.groupAsPage(), "tool-page"),
      model.canBeTable && small("Gom thành bảng", many, grouped(() => model.groupAsTable()), "tool-table"),
      small("Xóa", many, () => model.removeChosen(), "tool-remove"),
    );
  }

  tools(path, name) {
    const { model } = this;
    if (model.until) return this.toolsOfMany();
    const moved = (act) => () => {
      act();
      this.focused = model.selected;
    };
    return h(
      "div",
      { class: "motcua-builder__tools" },
      small("Lên", name, moved(() => model.shift(path, -1)), "tool-up"),
      small("Xuống", name, moved(() => model.shift(path, 1)), "tool-down"),
      small("Sao chép", name, moved(() => model.copy(path)), "tool-copy"),
      small("Xóa", name, moved(() => model.remove(path)), "tool-remove"),
      path.split(".").length === 2 && small("Tách trang từ đây", name, moved(() => model.split(path)), "tool-split"),
      !path.includes(".") &&
        path !== "0" &&
        small("Gộp vào trang trước", name, moved(() => model.join(path)), "tool-join"),
    );
  }

  pressed(event) {
    const card = event.target.closest(".motcua-builder__name");
    if (!card) return;
    const path = card.id.slice("card-".length);
    if (event.shiftKey && event.key.startsWith("Arrow")) {
      event.preventDefault();
      this.reach(card, event.key === "ArrowUp" ? -1 : 1);
      return;
    }
    const acts = {
      ArrowUp: event.altKey ? () => this.model.shift(path, -1) : () => this.step(card, -1),
      ArrowDown: event.altKey ? () => this.model.shift(path, 1) : () => this.step(card, 1),
      Delete: () => path !== "form" && this.discard(path),
      c: event.altKey && path !== "form" ? () => this.model.copy(path) : null,
    };
    const act = acts[event.key];
    if (!act) return;
    event.preventDefault();
    act();
    this.focused = this.model.selected;
  }

  discard(path) {
    if (this.model.until) this.model.removeChosen();
    else this.model.remove(path);
  }

  // One question more, or one less, chosen beside the one that was chosen first.
  reach(card, by) {
    const [page, at] = card.id.slice("card-".length).split(".");
    const next = `${page}.${Number(at) + by}`;
    if (at !== undefined && document.getElementById(`card-${next}`)) this.extend(next);
  }

  step(card, by) {
    const all = [...this.place.querySelectorAll(".motcua-builder__name")];
    const next = all[all.indexOf(card) + by];
    if (next) this.choose(next.id.slice("card-".length));
  }

  dragging(path) {
    return {
      draggable: "true",
      ondragstart: (event) => {
        event.stopPropagation();
        this.dragged = path;
        event.dataTransfer.effectAllowed = "move";
        event.dataTransfer.setData("text/plain", path);
      },
      ondragend: () => (this.dragged = null),
      ...this.dropping(path, false),
    };
  }

  dropping(path, into) {
    const page = !path.includes(".");
    const takes = () => {
      if (this.dragged === null) return false;
      const isPage = !this.dragged.includes(".");
      return into ? !isPage : isPage === page || (page && !isPage);
    };
    const mark = (event, on) => event.currentTarget.classList.toggle("motcua-builder__target", on);
    return {
      ondragover: (event) => {
        if (!takes()) return;
        event.preventDefault();
        event.stopPropagation();
        mark(event, true);
      },
      ondragleave: (event) => mark(event, false),
      ondrop: (event) => {
        if (!takes()) return;
        event.preventDefault();
        event.stopPropagation();
        mark(event, false);
        const inside = into || (page && this.dragged.includes("."));
        this.model.place(this.dragged, path, inside);
      },
    };
  }
}

// What can be put into the form: a question of any kind, a ready group, a page.
export function adding(place, model) {
  const { facts } = model;
  const select = (id, label, choices) =>
    h(
      "div",
      { class: "govuk-form-group" },
      h("label", { class: "govuk-label", for: id }, label),
      h("select", { id, class: "govuk-select" }, choices.map(([value, words]) => h("option", { value }, words))),
    );
  const chosen = (id) => document.getElementById(id).value;
  const focus = (id) => later(() => document.getElementById(id)?.focus());
  place.append(
    select("add-kind", "Loại câu hỏi", facts.kinds),
    button("Thêm câu hỏi", () => (model.addField(chosen("add-kind")), focus("label-vi")), { id: "add-field" }),
    select(
      "add-group-name",
      "Nhóm có sẵn",
      facts.library.map((group, at) => [String(at), group.title.vi]),
    ),
    button("Thêm nhóm vào trang", () => model.addGroup(facts.library[chosen("add-group-name")], false), { id: "add-group" }),
    button("Thêm nhóm thành trang", () => model.addGroup(facts.library[chosen("add-group-name")], true), { id: "add-group-page" }),
    button("Thêm trang", () => (model.addPage(), focus("title-vi")), { id: "add-page" }),
  );
}
