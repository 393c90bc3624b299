// Weighs the built console against budgets.json, in kB after gzip; fails when one is over.
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

const dist = new URL("../../src/bartizan/console/dist/", import.meta.url).pathname;
const budgets = JSON.parse(readFileSync(new URL("../budgets.json", import.meta.url), "utf8"));
const manifest = JSON.parse(readFileSync(join(dist, "manifest.json"), "utf8"));

const kilobytes = (files) =>
  files.reduce(
    (sum, file) => sum + gzipSync(readFileSync(join(dist, file)), { level: 9 }).length,
    0,
  ) / 1000;

/** Everything the browser fetches to run `key`: its own file and what it imports statically. */
function closure(key, seen = new Set()) {
  if (seen.has(key)) return seen;
  seen.add(key);
  for (const next of manifest[key].imports ?? []) closure(next, seen);
  return seen;
}

const entry = Object.keys(manifest).find((key) => manifest[key].isEntry);
const shell = closure(entry);
const filesOf = (keys, kind) => [
  ...new Set(
    [...keys].flatMap((key) => (kind === "js" ? [manifest[key].file] : (manifest[key].css ?? []))),
  ),
];

const rows = [
  ["shell js", "shell js", kilobytes(filesOf(shell, "js"))],
  ["shell css", "shell css", kilobytes(filesOf(shell, "css"))],
];
for (const key of Object.keys(manifest).filter((key) => manifest[key].isDynamicEntry)) {
  const own = [...closure(key)].filter((part) => !shell.has(part));
  rows.push([key.replace(/^src\//, ""), "page chunk", kilobytes(filesOf(own, "js"))]);
}
const built = readdirSync(dist, { recursive: true }).map(String);
for (const font of built.filter((name) => name.endsWith(".woff2"))) {
  rows.push([font.replace(/^assets\//, ""), "font", statSync(join(dist, font)).size / 1000]);
}
const plain = built.filter(
  (name) => statSync(join(dist, name)).isFile() && !/\.(br|gz)$/.test(name),
);
rows.push([
  "everything",
  "everything",
  plain.reduce((sum, name) => sum + statSync(join(dist, name)).size, 0) / 1000,
]);

let over = false;
for (const [name, budget, size] of rows) {
  const fits = size <= budgets[budget];
  over ||= !fits;
  console.log(
    `${fits ? "ok  " : "OVER"} ${size.toFixed(1).padStart(7)} of ${String(budgets[budget]).padStart(4)} kB  ${name}`,
  );
}
process.exit(over ? 1 : 0);
