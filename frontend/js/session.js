// Says in good time that the session is about to end, so that nobody loses what they typed.
const NOTICE = 120;

export function watchSession() {
  const bar = document.getElementById("motcua-session");
  const seconds = bar ? Number(bar.dataset.seconds) : 0;
  if (!seconds) return;
  setTimeout(() => {
    bar.hidden = false;
  }, Math.max(seconds - NOTICE, 1) * 1000);
}
