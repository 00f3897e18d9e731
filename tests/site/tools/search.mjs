// Searches a site in Chromium, by the keyboard, and prints what was found as JSON, one answer a question.
// Asked on standard input: {chromium, page: address, questions: [words]}.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const asked = JSON.parse(readFileSync(0, "utf8"));
const require = createRequire(pathToFileURL(asked.modules + "/"));
const puppeteer = require("puppeteer-core");

const look = () => ({
  said: document.getElementById("found").textContent,
  links: [...document.querySelectorAll("#results a")].map((link) => link.pathname),
  titles: [...document.querySelectorAll("#results h2")].map((title) => title.textContent),
  inside: [...document.querySelectorAll("#results :is(script, img, b)")].length,
  listed: !document.getElementById("browse").hidden,
  asked: new URLSearchParams(location.search).get("q"),
});
const settled = () => document.getElementById("found").textContent !== "waiting";

const browser = await puppeteer.launch({ executablePath: asked.chromium, args: ["--no-sandbox"] });
const page = await browser.newPage();
const problems = [];
page.on("console", (said) => said.type() === "error" && problems.push(said.text()));
page.on("pageerror", (error) => problems.push(String(error)));
const typed = [];
for (const words of asked.questions) {
  await page.goto(asked.page, { waitUntil: "load" });
  await page.evaluate(() => { document.getElementById("found").textContent = "waiting"; });
  await page.focus("#q");
  await page.keyboard.type(words);
  await page.keyboard.press("Enter");
  await page.waitForFunction(settled, { timeout: 20000 });
  typed.push(await page.evaluate(look));
}
const linked = [];
for (const words of asked.questions) {
  await page.goto(`${asked.page}?q=${encodeURIComponent(words)}`, { waitUntil: "networkidle0" });
  linked.push(await page.evaluate(look));
}
await page.setJavaScriptEnabled(false);
await page.goto(`${asked.page}?q=x`, { waitUntil: "load" });
const plain = await page.$$eval("main h3 a", (links) => links.length);
await browser.close();
console.log(JSON.stringify({ typed, linked, plain, problems }));
