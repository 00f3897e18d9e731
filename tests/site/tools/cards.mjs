// Tests files' JSON-LD, OpenGraph and Twitter cards, and prints what failed as JSON.
// Asked on standard input: {modules, files: [path], presets: [name], schemas: [name]}.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const asked = JSON.parse(readFileSync(0, "utf8"));
const require = createRequire(pathToFileURL(asked.modules + "/"));
const { structuredDataTest } = require("structured-data-testing-tool");
const known = require("structured-data-testing-tool/presets");
const presets = asked.presets.map((name) => known[name]);

const told = [];
for (const file of asked.files) {
  // Failed tests are thrown, with the same content.
  const found = await structuredDataTest(readFileSync(file, "utf8"), { presets, schemas: asked.schemas })
    .catch((error) => { if (error.res) return error.res; throw error; });
  told.push({
    file,
    passed: found.passed.map((each) => each.test),
    failed: found.failed.map((each) => `${each.test}: ${each.description ?? ""} ${each.error?.message ?? ""}`),
    warnings: found.warnings.map((each) => each.test),
    schemas: found.schemas,
  });
}
console.log(JSON.stringify(told));
