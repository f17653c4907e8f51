// Names that last: made from what a clerk calls a thing, and changed everywhere at once.
const OWN = /^(muc|trang|lua_chon)_\d+$/;
const TOKENS = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[A-Za-z_]\w*/g;

export function slug(words, joint = "_") {
  const plain = (words || "")
    .toLowerCase()
    .replaceAll("đ", "d")
    .normalize("NFD")
    .replace(/[\u0300-\u036f]/g, "");
  const joined = plain.replace(/[^a-z0-9]+/g, joint).replace(new RegExp(`^${joint}+|${joint}+$`, "g"), "");
  return joined.split(joint).slice(0, 6).join(joint).slice(0, 40);
}

// A name nobody chose: it follows the words until the form is published.
export const isProvisional = (name) => OWN.test(name || "");

export function free(wanted, taken) {
  const base = /^[a-z]/.test(wanted) ? wanted : `muc_${wanted || "1"}`;
  if (!taken.has(base)) return base;
  for (let number = 2; ; number += 1) {
    const next = `${base.replace(/_\d+$/, "")}_${number}`;
    if (!taken.has(next)) return next;
  }
}

// An expression that reads another name instead; what stands in quotes or after a point stays.
export function renamed(expression, from, to) {
  if (typeof expression !== "string") return expression;
  return expression.replace(TOKENS, (token, at) =>
    token === from && expression[at - 1] !== "." ? to : token,
  );
}
