// Opens a number's evidence by keyboard, follows it to another fact, closes it, and prints what was met as JSON.
// Asked on standard input: {modules, chromium, page: address, tags: [axe's]}.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const asked = JSON.parse(readFileSync(0, "utf8"));
const require = createRequire(pathToFileURL(asked.modules + "/"));
const puppeteer = require("puppeteer-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

const browser = await puppeteer.launch({ executablePath: asked.chromium, args: ["--no-sandbox"] });
const page = await browser.newPage();
const complaints = [];
page.on("console", (said) => said.type() === "error" && complaints.push(said.text()));
page.on("pageerror", (error) => complaints.push(String(error)));
await page.goto(asked.page, { waitUntil: "load" });

const told = await page.$$eval(".prose a.fig", (links) => links.map((link) => link.textContent));
const link = await page.$(".prose a.fig");
const href = await link.evaluate((each) => each.href);
await link.focus();
await page.keyboard.press("Enter");
await page.waitForSelector("dialog[open]");
await page.evaluate(axe);
const opened = await page.$eval("dialog", (dialog) => ({
  within: dialog.contains(document.activeElement),
  entry: dialog.querySelector(".claims").textContent.trim(),
  facts: dialog.querySelectorAll(".fact").length,
  ids: dialog.querySelectorAll(".fact [id], .claims [id]").length,
}));
const violations = await page.evaluate(
  async (tags) => (await window.axe.run({ runOnly: tags })).violations.map((each) => each.id), asked.tags);

// From the link that leads further, when there is one: not every number rests on another.
const further = await page.$('dialog .fact a[href*="#f-"]');
await further?.focus();
await page.keyboard.press("Enter");
await page.waitForFunction((before) => document.querySelectorAll("dialog .fact").length > before, {}, opened.facts);
const followed = await page.$eval("dialog", (dialog) => ({
  facts: dialog.querySelectorAll(".fact").length,
  within: dialog.contains(document.activeElement),
}));
await page.keyboard.press("Escape");
await page.waitForSelector("dialog[open]", { hidden: true });
const closed = await page.evaluate(() => document.activeElement.href);
const stayed = page.url();

// Without script the link leads to the same entry on its own page.
await page.setJavaScriptEnabled(false);
await page.goto(asked.page, { waitUntil: "load" });
await Promise.all([page.waitForNavigation(), page.click(".prose a.fig")]);
const led = page.url();
await page.setJavaScriptEnabled(true);
const plain = await page.$eval(`[id="${new URL(led).hash.slice(1)}"]`, (entry) => entry.textContent.trim());

await browser.close();
console.log(JSON.stringify({ told, href, opened, violations, followed, closed, stayed, led, plain, complaints }));
