// Words for scripts come from the page, so that they follow its language.
const store = document.getElementById("motcua-words");

export function word(name, facts = {}) {
  const text = (store && store.dataset[name]) || "";
  return Object.entries(facts).reduce((said, [key, value]) => said.replace(`{${key}}`, value), text);
}

// Said aloud by screen readers; the element exists in every page.
export function say(text) {
  const region = document.getElementById("motcua-status");
  if (region) region.textContent = text;
}
