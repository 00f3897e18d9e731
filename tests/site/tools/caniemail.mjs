// Asks what mail programs do with a page, and prints as JSON what each feature is that a client lacks.
// Asked on standard input: {modules, html, clients}.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const asked = JSON.parse(readFileSync(0, "utf8"));
const { caniemail } = await import(pathToFileURL(`${asked.modules}/caniemail/dist/index.js`));
const { issues } = caniemail({ clients: asked.clients, html: asked.html });
const lacking = {};
for (const [client, found] of issues.errors) {
  for (const { title } of found) (lacking[title] ??= new Set()).add(client);
}
console.log(JSON.stringify(lacking, (_, value) => (value instanceof Set ? [...value].sort() : value)));
