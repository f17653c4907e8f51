// Drawing anew waits until a click or a step of the keyboard is over: an element that is replaced
// between pressing and letting go would never hear of the click, and the Tab key would lose its way.
const waiting = new Set();
let pressed = false;
let leaving = false; // an input that was typed into

function run() {
  if (pressed) return;
  const acts = [...waiting];
  waiting.clear();
  for (const act of acts) act();
}

function letGo() {
  pressed = false;
  setTimeout(run);
}

document.addEventListener("pointerdown", () => (pressed = true), true);
document.addEventListener("click", letGo, true);
document.addEventListener("pointercancel", letGo, true);
document.addEventListener("dragend", letGo, true);
// A press that ends elsewhere makes no click.
document.addEventListener("pointerup", () => setTimeout(letGo), true);

document.addEventListener(
  "change",
  ({ target }) => {
    leaving = target.matches("input, textarea");
    setTimeout(() => (leaving = false));
  },
  true,
);

// Each act once, in the order in which they were first asked for.
export function later(act) {
  waiting.add(act);
  if (leaving) setTimeout(run);
  else queueMicrotask(run);
}
