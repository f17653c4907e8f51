// At the scan station: what is chosen is sent at once, and the place on the page is shown from
// which the field one stands in was read. Everything works without it.
function mark(field) {
  for (const place of document.querySelectorAll("[data-mark]")) {
    const isIt = place.dataset.mark === field;
    place.classList.toggle("motcua-check__mark--here", isIt);
    if (isIt) place.scrollIntoView({ block: "center", inline: "nearest" });
  }
}

document.addEventListener("focusin", (event) => {
  const field = event.target.closest("[data-finds]");
  if (field) mark(field.dataset.finds);
});

const first = document.activeElement?.closest("[data-finds]");
if (first) mark(first.dataset.finds);

// While the letters are being read there is nothing to do here: look again by itself.
const waiting = document.querySelector("[data-reloads]");
if (waiting) setTimeout(() => location.reload(), 1000 * Number(waiting.dataset.reloads));
