// Builds the styles and scripts into src/motcua/web/static/motcua, where they are committed.
import { cp, mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import * as sass from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const modules = join(here, "node_modules");
const root = join(here, "..");
const out = join(root, "src/motcua/web/static/motcua");

await rm(out, { recursive: true, force: true });
await mkdir(join(out, "fonts"), { recursive: true });

// The designers, the pictures and the figures are loaded only on their own pages.
for (const sheet of ["motcua", "designer", "diagram", "digitisation", "figures", "forms"]) {
  const css = sass.compile(join(here, `scss/${sheet}.scss`), {
    style: "compressed",
    loadPaths: [modules],
    quietDeps: true,
  });
  await writeFile(join(out, `${sheet}.css`), `${css.css}\n`);
}

await build({
  entryPoints: [
    { in: join(here, "js/motcua.js"), out: "motcua" },
    { in: join(here, "js/designer/designer.js"), out: "designer" },
    { in: join(here, "js/diagram/diagram.js"), out: "diagram" },
    { in: join(here, "js/digitisation.js"), out: "digitisation" },
    { in: join(here, "js/passkey.js"), out: "passkey" },
    { in: join(here, "js/forms/designer.js"), out: "forms" },
  ],
  outdir: out,
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2020",
  legalComments: "inline",
});

const copies = [
  ["htmx.org/dist/htmx.min.js", join(out, "htmx.min.js")],
  ["@fontsource/be-vietnam-pro/LICENSE", join(out, "fonts/LICENSE")],
  ["bpmn-js/dist/assets/bpmn-font/font/bpmn.woff2", join(out, "fonts/bpmn.woff2")],
  ["bpmn-js/LICENSE", join(out, "LICENSE.bpmn-js")],
  ["axe-core/axe.min.js", join(root, "tests/web/axe.min.js")],
];
for (const subset of ["latin", "vietnamese"]) {
  for (const weight of [400, 600]) {
    const name = `be-vietnam-pro-${subset}-${weight}`;
    copies.push([
      `@fontsource/be-vietnam-pro/files/${name}-normal.woff2`,
      join(out, `fonts/${name}.woff2`),
    ]);
  }
}
await mkdir(join(root, "tests/web"), { recursive: true });
for (const [from, to] of copies) await cp(join(modules, from), to);
await cp(join(here, "outline.json"), join(out, "outline.json"));
for (const image of ["emblem.svg", "favicon.svg"]) {
  await cp(join(here, "images/emblem.svg"), join(out, image));
}
