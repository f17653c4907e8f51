// Keys for the staff, declared beside what they do: data-key="F2" on a link, button or field.
// Each person can switch them off, because a key alone may also be typed by accident.
const STORE = "motcua-keys";

function enabled() {
  return localStorage.getItem(STORE) !== "off";
}

function pressed(event) {
  const name = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  return `${event.ctrlKey ? "Ctrl+" : ""}${event.altKey ? "Alt+" : ""}${name}`;
}

const WRITABLE = "input:not([type=checkbox], [type=radio], [type=submit]), select, textarea";

function act(element) {
  if (element.matches(WRITABLE)) {
    element.focus();
  } else {
    element.click();
  }
}

function describe(dialog) {
  const list = dialog.querySelector("dl");
  list.replaceChildren();
  for (const element of document.querySelectorAll("[data-key]")) {
    const term = document.createElement("dt");
    const key = document.createElement("kbd");
    const meaning = document.createElement("dd");
    key.textContent = element.dataset.key;
    term.append(key);
    meaning.textContent = element.dataset.keyLabel || element.textContent.trim();
    list.append(term, meaning);
  }
}

function open(dialog) {
  describe(dialog);
  dialog.querySelector("input").checked = enabled();
  dialog.showModal();
}

export function listenForKeys() {
  const dialog = document.getElementById("motcua-keys");
  if (!dialog) return;
  for (const button of document.querySelectorAll("[data-opens-keys]")) {
    button.hidden = false;
    button.addEventListener("click", () => open(dialog));
  }
  dialog.querySelector("input").addEventListener("change", (event) => {
    localStorage.setItem(STORE, event.target.checked ? "on" : "off");
  });
  document.addEventListener("keydown", (event) => {
    const key = pressed(event);
    const alone = key.length === 1;
    if (!enabled() || dialog.open || event.metaKey || (alone && event.target.matches(WRITABLE))) return;
    if (key === "?") {
      event.preventDefault();
      open(dialog);
      return;
    }
    const wanted = [...document.querySelectorAll("[data-key]")].find(
      (element) => element.dataset.key.toLowerCase() === key.toLowerCase(),
    );
    if (wanted) {
      event.preventDefault();
      act(wanted);
    }
  });
}
