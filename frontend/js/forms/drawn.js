// The form that is being drawn: what it says, what is chosen, and the way back. Places are written as
// paths: "form", "0" a page, "0.2" a field, "0.2.1" a column of a table.
const MOST_STEPS = 200;

export const list = (value) => (Array.isArray(value) ? value : []);

export class Drawn extends EventTarget {
  constructor({ form, trials }, facts) {
    super();
    this.form = form;
    this.form.pages = list(form.pages);
    this.trials = list(trials);
    this.facts = facts;
    this.past = [];
    this.future = [];
    this.selected = this.form.pages.length ? "0" : "form";
    this.until = null; // the other end, when several questions of a page are chosen
    this.findings = [];
  }

  get whole() {
    return JSON.stringify({
      format: "motcua-form-1",
      code: this.facts.code,
      form: this.form,
      trials: this.trials,
    });
  }

  tell(name) {
    this.dispatchEvent(new Event(name));
  }

  on(name, act) {
    this.addEventListener(name, act);
  }

  change(act) {
    const before = this.state();
    const selected = act() ?? this.selected;
    if (this.state() === before) return;
    this.past.push(before);
    if (this.past.length > MOST_STEPS) this.past.shift();
    this.future = [];
    this.selected = selected;
    this.until = null;
    this.tell("change");
  }

  state() {
    return JSON.stringify([this.form, this.trials]);
  }

  step(from, to) {
    if (!from.length) return;
    to.push(this.state());
    [this.form, this.trials] = JSON.parse(from.pop());
    if (!this.get(this.selected)) this.selected = "form";
    this.until = null;
    this.tell("change");
  }

  undo() {
    this.step(this.past, this.future);
  }

  redo() {
    this.step(this.future, this.past);
  }

  select(path) {
    this.selected = path;
    this.until = null;
    this.tell("select");
  }

  // Choose all questions of a page from the chosen one to this one.
  extend(path) {
    const [page, at] = path.split(".");
    const same = at !== undefined && this.selected.startsWith(`${page}.`);
    if (!same || path.split(".").length !== 2 || this.selected.split(".").length !== 2) return;
    this.until = path;
    this.tell("select");
  }

  // The paths of everything that is chosen, in their order.
  get chosen() {
    if (!this.until) return [this.selected];
    const [page, from] = this.selected.split(".");
    const ends = [Number(from), Number(this.until.split(".")[1])].sort((one, other) => one - other);
    return Array.from({ length: ends[1] - ends[0] + 1 }, (_, more) => `${page}.${ends[0] + more}`);
  }

  get(path) {
    if (path === "form") return this.form;
    return path.split(".").reduce((part, at) => part && list(part.pages || part.fields)[at], this.form);
  }

  // The list a thing stands in, and where.
  around(path) {
    const steps = path.split(".");
    const at = Number(steps.pop());
    const above = steps.length ? this.get(steps.join(".")) : this.form;
    const key = steps.length ? "fields" : "pages";
    above[key] = list(above[key]);
    return { list: above[key], at, above: steps.join(".") };
  }

  // Every field and column: its path, itself, and the table it stands in.
  fields() {
    return this.form.pages.flatMap((page, at) =>
      list(page.fields).flatMap((field, number) => {
        const path = `${at}.${number}`;
        const columns = field.kind === "table" ? list(field.fields) : [];
        return [
          { path, field, table: null },
          ...columns.map((column, inside) => ({ path: `${path}.${inside}`, field: column, table: field })),
        ];
      }),
    );
  }

  pathOf(finding) {
    const [first, second] = finding.split(".");
    const found = this.fields().find(({ field, table }) =>
      second ? table?.id === first && field.id === second : !table && field.id === first,
    );
    return found?.path;
  }

  names() {
    return new Set([...this.fields().map(({ field }) => field.id), ...this.facts.reserved]);
  }

  isKept(path) {
    const { table } = this.fields().find((one) => one.path === path) || {};
    const id = this.get(path).id;
    return this.facts.kept.includes(table ? `${table.id}.${id}` : id);
  }
}
