// Edits an article in Chromium as an editor would, and prints what the page showed as JSON.
// Asked on standard input: {modules, chromium, page: address, old, wrong}.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const asked = JSON.parse(readFileSync(0, "utf8"));
const require = createRequire(pathToFileURL(asked.modules + "/"));
const puppeteer = require("puppeteer-core");

const browser = await puppeteer.launch({ executablePath: asked.chromium, args: ["--no-sandbox"] });
const page = await browser.newPage();
const errors = [];
page.on("console", (said) => { if (said.type() === "error") errors.push(said.text()); });
page.on("pageerror", (error) => errors.push(String(error)));
// As when a page asks whether what was typed may be lost: nothing here is.
page.on("dialog", (asking) => { errors.push(`asked: ${asking.message()}`); asking.accept(); });
page.setDefaultTimeout(10000);
await page.goto(asked.page, { waitUntil: "load" });

await page.click("a.fig");
const panel = await page.$eval("#looked-at", (found) => found.innerText);

const passed = await page.$eval("#verdict", (found) => found.innerText);
await page.$eval("#text", (text, old, wrong) => {
  text.value = text.value.replace(old, wrong);
  text.dispatchEvent(new Event("input"));
}, asked.old, asked.wrong);
await page.waitForSelector("#verdict .red");
const refused = await page.$eval("#verdict", (found) => found.innerText);

await page.$eval("#text", (text, old, wrong) => {
  text.value = text.value.replace(wrong, old);
  text.dispatchEvent(new Event("input"));
}, asked.old, asked.wrong);
await page.waitForSelector("#verdict .passed");

await page.click("form[action=approve] button");
await page.waitForSelector(".state.approved");
await browser.close();
console.log(JSON.stringify({ panel, passed, refused, errors }));
