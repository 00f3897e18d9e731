// Renders readings.pug with RosaeNLG: node rosaenlg.js TEMPLATE ROUNDS < contexts.json > {microseconds, texts}.
const fs = require('fs');
const rosaenlg = require('rosaenlg');

const [template, rounds] = process.argv.slice(2);
const contexts = JSON.parse(fs.readFileSync(0, 'utf8'));
const render = rosaenlg.compileFile(template, { language: 'en_US', compileDebug: false });
const told = (readings) => render({ readings, util: new rosaenlg.NlgLib({ language: 'en_US' }) });
const texts = contexts.map(told);
const spent = [];
for (let round = 0; round < Number(rounds); round += 1) {
  const began = process.cpuUsage();
  contexts.forEach(told);
  const { user, system } = process.cpuUsage(began);
  spent.push((user + system) / contexts.length);
}
process.stdout.write(JSON.stringify({ microseconds: spent, texts }));
