// Fills a template as the documentation of docxtemplater says.
// node fill.js TEMPLATE DATA RESULT: writes one result, then answers each line of standard input, a number of
// seconds, with the mean seconds of one filling over about that time.
const fs = require("fs");
const readline = require("readline");
const { performance } = require("perf_hooks");
const PizZip = require("pizzip");
const Docxtemplater = require("docxtemplater");

const [template, data, result] = process.argv.slice(2);
const content = fs.readFileSync(template, "binary");
const values = JSON.parse(fs.readFileSync(data, "utf8"));

function fill() {
  const zip = new PizZip(content);
  const doc = new Docxtemplater(zip, { paragraphLoop: true, linebreaks: true });
  doc.render(values);
  return doc.getZip().generate({ type: "nodebuffer", compression: "DEFLATE" });
}

function turn(milliseconds) {
  const started = performance.now();
  let runs = 0;
  do {
    fill();
    runs += 1;
  } while (performance.now() - started < milliseconds);
  return (performance.now() - started) / runs / 1000;
}

for (let i = 0; i < 200; i++) fill(); // until the code is compiled
fs.writeFileSync(result, fill());
console.log("ready");
readline.createInterface({ input: process.stdin }).on("line", (line) => console.log(turn(Number(line) * 1000)));
