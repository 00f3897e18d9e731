// Looks at pages in Chromium, in light and dark and at each width, and prints what is wrong as JSON:
// axe's violations, what the browser complains of, and pages that are wider than the screen.
// Asked on standard input: {chromium, axe, pages: [address], widths: [pixels], tags: [axe's]}.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const asked = JSON.parse(readFileSync(0, "utf8"));
const require = createRequire(pathToFileURL(asked.modules + "/"));
const puppeteer = require("puppeteer-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

const browser = await puppeteer.launch({ executablePath: asked.chromium, args: ["--no-sandbox"] });
const problems = [];
let looks = 0;
for (const scheme of ["light", "dark"]) {
  for (const width of asked.widths) {
    const page = await browser.newPage();
    await page.setViewport({ width, height: 900 });
    await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
    let where = "";
    page.on("console", (said) => {
      if (said.type() === "error") problems.push({ where, what: said.text() });
    });
    page.on("pageerror", (error) => problems.push({ where, what: String(error) }));
    for (const address of asked.pages) {
      where = `${address} ${scheme} ${width}`;
      await page.goto(address, { waitUntil: "load" });
      await page.evaluate(axe);
      const found = await page.evaluate((tags) => window.axe.run({ runOnly: tags, resultTypes: ["violations"] }), asked.tags);
      for (const each of found.violations) {
        const nodes = each.nodes.slice(0, 3).map((node) => `${node.html.slice(0, 160)} ${node.failureSummary}`);
        problems.push({ where, what: `${each.id}: ${each.help} (${each.nodes.length})`, nodes });
      }
      const wide = await page.evaluate(() => document.scrollingElement.scrollWidth - window.innerWidth);
      if (wide > 0) problems.push({ where, what: `the page is ${wide} pixels wider than the screen` });
      looks += 1;
    }
    await page.close();
  }
}
await browser.close();
console.log(JSON.stringify({ looks, problems }));
