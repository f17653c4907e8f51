// Elements of a page made in plain steps; text is always set as text, never as markup.
export function h(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (name === "value" && "value" in made) made.known = made.value = value;
    else made.setAttribute(name, value === true ? "" : value);
  }
  made.append(
    ...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false),
  );
  return made;
}

export function button(label, act, { tone = "secondary", ...attributes } = {}) {
  const colour = tone ? ` govuk-button--${tone}` : "";
  return h("button", { type: "button", class: `govuk-button${colour}`, onclick: act, ...attributes }, label);
}

const named = (summary) => summary.id || summary.textContent;

// Draw a place of the page anew: the keyboard stays where it was, with what is being typed there,
// and what was unfolded stays so.
export function redraw(place, ...children) {
  const active = place.contains(document.activeElement) ? document.activeElement : null;
  const typed = active?.matches("input[type=text], textarea") ? active : null;
  const [from, to] = [typed?.selectionStart, typed?.selectionEnd];
  const open = new Set([...place.querySelectorAll("details[open] > summary")].map(named));
  place.replaceChildren(...children.flat(Infinity).filter(Boolean));
  for (const summary of place.querySelectorAll("details > summary")) {
    if (open.has(named(summary))) summary.parentElement.open = true;
  }
  const again = active?.id ? document.getElementById(active.id) : null;
  if (typed && again && typed.value !== typed.known) keepTyped(again, typed.value);
  again?.focus();
  if (typed && again) again.setSelectionRange(from, to);
}

// The browser takes what was put into an input for what was there: it would tell of no change.
function keepTyped(input, value) {
  input.value = value;
  const tell = () => {
    if (input.value !== input.known) input.dispatchEvent(new Event("change", { bubbles: true }));
  };
  input.addEventListener("blur", tell, { once: true });
}
