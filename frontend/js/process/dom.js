// Elements of a page made in plain steps; text is always set as text, never as markup.
export function h(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (name === "value" && "value" in made) made.value = value;
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

// Draw a place of the page anew and leave the keyboard where it was.
export function redraw(place, ...children) {
  const held = place.contains(document.activeElement) ? document.activeElement.id : "";
  place.replaceChildren(...children.flat(Infinity).filter(Boolean));
  if (held) document.getElementById(held)?.focus();
}
