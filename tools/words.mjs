// Puts the keys of static/words/*.json in order; with --check, fails where they are not.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";

const folder = "static/words/";
for (const name of readdirSync(folder).filter((each) => each.endsWith(".json"))) {
  const text = readFileSync(folder + name, "utf8");
  const sorted = Object.entries(JSON.parse(text)).sort(([one], [other]) => (one < other ? -1 : 1));
  const ordered = `${JSON.stringify(Object.fromEntries(sorted), null, 2)}\n`;
  if (ordered === text) continue;
  if (process.argv.includes("--check")) {
    console.error(`${folder}${name} is not in alphabetical order; run: make fix`);
    process.exitCode = 1;
  } else writeFileSync(folder + name, ordered);
}
