// Fills a template as the documentation of docxtemplater says.
// node fill.js FOLDER: fills template.docx with each item of data.json into 0.docx, 1.docx, …, then answers each line
// of standard input, a number of seconds, with the mean seconds of one filling over about that time.
const fs = require("fs");
const path = require("path");
const readline = require("readline");
const { performance } = require("perf_hooks");
const PizZip = require("pizzip");
const Docxtemplater = require("docxtemplater");

const folder = process.argv[2];
const content = fs.readFileSync(path.join(folder, "template.docx"), "binary");
const data = JSON.parse(fs.readFileSync(path.join(folder, "data.json"), "utf8"));
let filled = 0;

function fill() {
  const zip = new PizZip(content);
  const doc = new Docxtemplater(zip, { paragraphLoop: true, linebreaks: true });
  doc.render(data[filled++ % data.length]);
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

for (let i = 0; i < data.length; i++) fs.writeFileSync(path.join(folder, `${i}.docx`), fill());
for (let i = 0; i < 200; i++) fill(); // until the code is compiled
console.log("ready");
readline.createInterface({ input: process.stdin }).on("line", (line) => console.log(turn(Number(line) * 1000)));
