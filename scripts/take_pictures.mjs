// Takes pictures of pages in Chromium, in light and dark and at each width.
// Asked on standard input: {modules, chromium, folder, pages: {name: address}, sizes: [[width, height, scale]]}.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const asked = JSON.parse(readFileSync(0, "utf8"));
const puppeteer = createRequire(pathToFileURL(asked.modules + "/"))("puppeteer-core");
const browser = await puppeteer.launch({ executablePath: asked.chromium, args: ["--no-sandbox", "--hide-scrollbars"] });
for (const scheme of ["light", "dark"]) {
  for (const [width, height, deviceScaleFactor] of asked.sizes) {
    const page = await browser.newPage();
    await page.setViewport({ width, height, deviceScaleFactor });
    await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
    for (const [name, address] of Object.entries(asked.pages)) {
      await page.goto(address, { waitUntil: "networkidle0" });
      const path = join(asked.folder, `${name}-${scheme}-${width}.webp`);
      await page.screenshot({ path, type: "webp", quality: 80 });
    }
    await page.close();
  }
}
await browser.close();
