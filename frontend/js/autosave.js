// Saves a page of a form while it is being typed, a few seconds after the last stroke and at most
// eight after the first. The page stays the truth: what could not be saved is tried again, and a
// page that was changed elsewhere is left to its writer to settle. Without this script a page is
// saved when it is sent.
import { word } from "./words.js";

const QUIET = 2000;
const LONGEST = 8000;
const PATIENCE = 10000;
const AGAIN = 3000;

class Autosave {
  constructor(form) {
    this.form = form;
    this.line = document.getElementById("saved");
    this.typedAt = 0;
    this.timer = 0;
    this.underway = false;
    this.isOver = false;
    this.turn = 0;
  }

  tell(text, isTrouble = false) {
    if (!this.line) return;
    this.line.textContent = text;
    this.line.classList.toggle("motcua-saved--trouble", isTrouble);
  }

  // Turns rise, so that a sending that was slow on the way never undoes a later one.
  nextTurn() {
    this.turn = Math.max(Date.now(), this.turn + 1);
    this.form.elements._turn.value = String(this.turn);
  }

  typed() {
    if (this.isOver) return;
    const now = Date.now();
    this.typedAt = this.typedAt || now;
    this.wait(Math.max(0, Math.min(QUIET, this.typedAt + LONGEST - now)));
  }

  wait(time) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), time);
  }

  async save() {
    if (this.isOver || !this.typedAt) return;
    if (this.underway) {
      this.wait(AGAIN);
      return;
    }
    const since = this.typedAt;
    this.typedAt = 0;
    this.underway = true;
    this.nextTurn();
    try {
      const answer = await fetch(this.form.dataset.autosave, {
        method: "POST",
        body: new URLSearchParams(new FormData(this.form)),
        headers: { Accept: "application/json" },
        redirect: "error",
        signal: AbortSignal.timeout(PATIENCE),
      });
      await this.heard(answer, since);
    } catch {
      this.failed(since);
    } finally {
      this.underway = false;
    }
  }

  async heard(answer, since) {
    if (answer.ok) {
      const { saved, revision } = await answer.json();
      this.form.elements._revision.value = revision;
      this.tell(saved);
    } else if (answer.status === 409 || answer.status === 401) {
      this.isOver = true;
      this.tell((await answer.json()).message, true);
    } else if (answer.status === 403) {
      this.isOver = true;
      this.tell(word("signedOut"), true);
    } else {
      this.failed(since);
    }
  }

  failed(since) {
    this.typedAt = this.typedAt || since;
    this.tell(word("notSaved"), true);
    this.wait(AGAIN);
  }

  sent() {
    this.isOver = true;
    clearTimeout(this.timer);
    this.nextTurn();
  }

  // Leaving the page without sending it: one last try that outlives the page.
  left() {
    if (this.isOver || !this.typedAt) return;
    this.nextTurn();
    const body = new URLSearchParams(new FormData(this.form));
    if (navigator.sendBeacon(this.form.dataset.autosave, body)) this.typedAt = 0;
  }

  // Brought back by the browser, a page can be typed into and sent again.
  back() {
    this.isOver = false;
  }
}

export function saveWhileTyping() {
  const form = document.querySelector("form[data-autosave]");
  if (!form) return;
  const saving = new Autosave(form);
  form.addEventListener("input", () => saving.typed());
  form.addEventListener("change", () => saving.typed());
  form.addEventListener("submit", () => saving.sent());
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") saving.left();
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) saving.back();
  });
}
