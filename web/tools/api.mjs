// Writes src/api/schema.d.ts from openapi.json (the server's document: `bartizan openapi`).
// With --check it writes nothing and fails when the file is stale.
import { readFileSync, writeFileSync } from "node:fs";
import openapiTS, { astToString } from "openapi-typescript";

const source = new URL("../openapi.json", import.meta.url);
const target = new URL("../src/api/schema.d.ts", import.meta.url);

const fresh = astToString(await openapiTS(source, { alphabetize: true, defaultNonNullable: true }));

if (process.argv.includes("--check")) {
  if (readFileSync(target, "utf8") === fresh) process.exit(0);
  console.error("src/api/schema.d.ts is stale: run `make api` and commit the result.");
  process.exit(1);
}
writeFileSync(target, fresh);
