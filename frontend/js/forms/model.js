// What can be done to the form that is being drawn. Every change can be undone.
import { Drawn, list } from "./drawn.js";
import { free, isProvisional, renamed, slug } from "./names.js";

const READING = ["show_if", "required_if", "value", "signer"];

export class Model extends Drawn {
  set(path, name, value) {
    this.change(() => {
      const part = this.get(path);
      if (value === undefined || value === "" || value === null) delete part[name];
      else part[name] = value;
    });
  }

  // Words in one language; a name that nobody chose follows the Vietnamese ones.
  say(path, name, language, words) {
    this.change(() => {
      const part = this.get(path);
      const said = { ...part[name], [language]: words };
      if (!words) delete said[language];
      if (Object.keys(said).length) part[name] = said;
      else delete part[name];
      if (language !== "vi" || !words || path === "form") return;
      if (name === "label" && isProvisional(part.id) && !this.isKept(path)) this.rename(path, slug(words));
      if (name === "title" && isProvisional(part.id)) part.id = this.pageName(slug(words));
    });
  }

  pageName(wanted) {
    return free(wanted, new Set(this.form.pages.map((page) => page.id)));
  }

  // Give a field another name; conditions and test cases that read it follow.
  rename(path, wanted) {
    const part = this.get(path);
    const from = part.id;
    const to = free(wanted, this.names());
    const inside = path.split(".").length === 3 ? this.get(path.split(".").slice(0, 2).join(".")).fields : null;
    part.id = to;
    const readers = inside || [...this.form.pages, ...this.fields().map(({ field }) => field)];
    for (const reader of readers) this.reread(reader, from, to);
    if (!inside) for (const trial of this.trials) renameInTrial(trial, from, to);
  }

  reread(reader, from, to) {
    for (const name of READING) if (reader[name]) reader[name] = renamed(reader[name], from, to);
    for (const [what, name] of Object.entries(reader.fits || {})) {
      if (name === from) reader.fits[what] = to;
    }
  }

  // Where something new goes: after what is chosen, in the same list.
  insert(made, { asPage = false } = {}) {
    const steps = this.selected === "form" ? [] : this.selected.split(".");
    if (asPage) {
      const at = steps.length ? Number(steps[0]) + 1 : this.form.pages.length;
      this.form.pages.splice(at, 0, made);
      return String(at);
    }
    if (!this.form.pages.length) this.form.pages.push(this.newPage());
    const page = steps.length ? steps[0] : String(this.form.pages.length - 1);
    const inside = steps.length === 3 && made.kind !== "table" ? `${page}.${steps[1]}` : page;
    const place = this.get(inside);
    place.fields = list(place.fields);
    const depth = inside.split(".").length;
    const at = steps.length > depth ? Number(steps[depth]) + 1 : place.fields.length;
    place.fields.splice(at, 0, made);
    return `${inside}.${at}`;
  }

  newPage() {
    return { id: this.pageName("trang_1"), title: { vi: "Trang mới" }, fields: [] };
  }

  newField(kind) {
    const taken = this.names();
    const made = { id: free("muc_1", taken), kind, label: { vi: "" } };
    if (kind === "choice" || kind === "choices")
      made.options = [1, 2].map((number) => ({
        value: `lua_chon_${number}`,
        label: { vi: `Lựa chọn ${number}` },
      }));
    if (kind === "table")
      made.fields = [{ id: free("muc_2", new Set([...taken, made.id])), kind: "text", label: { vi: "" } }];
    if (kind === "calculated" || kind === "hidden") made.value = '""';
    return made;
  }

  addField(kind) {
    this.change(() => this.insert(this.newField(kind)));
  }

  addColumn(path) {
    this.change(() => {
      const table = this.get(path);
      table.fields = [...list(table.fields), this.newField("text")];
      return `${path}.${table.fields.length - 1}`;
    });
  }

  addPage() {
    this.change(() => this.insert(this.newPage(), { asPage: true }));
  }

  // A ready group becomes a page of its own, or goes into the page that is chosen.
  addGroup(group, asPage) {
    this.change(() => {
      const fields = this.fresh(group.fields);
      if (asPage)
        return this.insert(
          { id: this.pageName(slug(group.title.vi)), title: { ...group.title }, fields },
          { asPage: true },
        );
      let last;
      for (const field of fields) {
        last = this.insert(field);
        this.selected = last;
      }
      return last;
    });
  }

  // Copies of fields with names of their own; what reads another copied one reads its copy.
  fresh(fields) {
    const copies = structuredClone(fields);
    const taken = this.names();
    const changed = [];
    const give = (part) => {
      const to = free(part.id, taken);
      if (to !== part.id) changed.push([part.id, to]);
      part.id = to;
      taken.add(to);
      list(part.fields).forEach(give);
    };
    copies.forEach(give);
    const all = copies.flatMap((one) => [one, ...list(one.fields)]);
    for (const [from, to] of changed) for (const one of all) this.reread(one, from, to);
    return copies;
  }

  copy(path) {
    this.change(() => {
      const { list: beside, at, above } = this.around(path);
      const made = above ? this.fresh([beside[at]])[0] : this.copiedPage(beside[at]);
      beside.splice(at + 1, 0, made);
      return above ? `${above}.${at + 1}` : String(at + 1);
    });
  }

  copiedPage(page) {
    return { ...structuredClone(page), id: this.pageName(page.id), fields: this.fresh(list(page.fields)) };
  }

  remove(path) {
    this.change(() => {
      const { list: beside, at, above } = this.around(path);
      beside.splice(at, 1);
      if (beside.length) return [above, Math.min(at, beside.length - 1)].filter((one) => one !== "").join(".");
      return above || "form";
    });
  }

  // Up or down by one; at the end of a page, into the next one.
  shift(path, by) {
    this.change(() => {
      const { list: beside, at, above } = this.around(path);
      const to = at + by;
      if (to >= 0 && to < beside.length) {
        beside.splice(to, 0, ...beside.splice(at, 1));
        return [above, to].filter((one) => one !== "").join(".");
      }
      const page = Number(above) + by;
      if (above === "" || above.includes(".") || !this.form.pages[page]) return path;
      const other = this.form.pages[page];
      other.fields = list(other.fields);
      const place = by > 0 ? 0 : other.fields.length;
      other.fields.splice(place, 0, ...beside.splice(at, 1));
      return `${page}.${place}`;
    });
  }

  // Put a thing in front of another, or at the end of a page or table (`into`).
  place(path, target, into = false) {
    const moved = this.get(path);
    const inTable = into ? target.split(".").length === 2 : target.split(".").length === 3;
    if (target === path || target.startsWith(`${path}.`)) return;
    if (inTable && (moved.kind === "table" || !this.facts.columns.includes(moved.kind))) return;
    this.change(() => {
      const goal = into ? this.get(target) : this.around(target).list[this.around(target).at];
      const from = this.around(path);
      from.list.splice(from.at, 1);
      if (into) {
        goal.fields = [...list(goal.fields), moved];
        return this.whereIs(moved);
      }
      const home = this.homeOf(goal);
      home.splice(home.indexOf(goal), 0, moved);
      return this.whereIs(moved);
    });
  }

  homeOf(part) {
    if (this.form.pages.includes(part)) return this.form.pages;
    const above = [...this.form.pages, ...this.fields().map(({ field }) => field)];
    return above.find((one) => list(one.fields).includes(part)).fields;
  }

  whereIs(part) {
    const page = this.form.pages.indexOf(part);
    return page >= 0 ? String(page) : this.fields().find(({ field }) => field === part).path;
  }

  // Take what is chosen out of its page: the fields, and where they stood.
  taken() {
    const { list: beside, at, above } = this.around(this.chosen[0]);
    return { beside, at, page: Number(above), fields: beside.splice(at, this.chosen.length) };
  }

  removeChosen() {
    this.change(() => {
      const { beside, at, page } = this.taken();
      return beside.length ? `${page}.${Math.min(at, beside.length - 1)}` : String(page);
    });
  }

  groupAsPage() {
    this.change(() => {
      const { page, fields } = this.taken();
      this.form.pages.splice(page + 1, 0, { ...this.newPage(), fields });
      return String(page + 1);
    });
  }

  get canBeTable() {
    return this.chosen.every((path) => this.facts.columns.includes(this.get(path).kind));
  }

  // The questions become the columns of one that is answered in rows; a column is always asked.
  groupAsTable() {
    this.change(() => {
      const { beside, at, page, fields } = this.taken();
      for (const field of fields) {
        delete field.show_if;
        delete field.prefill;
      }
      beside.splice(at, 0, { ...this.newField("table"), fields });
      return `${page}.${at}`;
    });
  }

  // Everything from a field on becomes a page of its own.
  split(path) {
    this.change(() => {
      const { list: beside, at, above } = this.around(path);
      const page = { ...this.newPage(), fields: beside.splice(at) };
      this.form.pages.splice(Number(above) + 1, 0, page);
      return String(Number(above) + 1);
    });
  }

  join(path) {
    this.change(() => {
      const at = Number(path);
      const [page] = this.form.pages.splice(at, 1);
      const before = this.form.pages[at - 1];
      before.fields = [...list(before.fields), ...list(page.fields)];
      return String(at - 1);
    });
  }
}

function renameInTrial(trial, from, to) {
  const keys = (mapping) =>
    Object.fromEntries(Object.entries(mapping || {}).map(([key, value]) => [key === from ? to : key, value]));
  trial.answers = keys(trial.answers);
  if (trial.expected?.values) trial.expected.values = keys(trial.expected.values);
  if (trial.expected?.errors)
    trial.expected.errors = trial.expected.errors.map((path) =>
      path === from || path.startsWith(`${from}.`) ? to + path.slice(from.length) : path,
    );
}
