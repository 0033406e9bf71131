// Checks that a room of static/src has the same name everywhere: templates, sheets and browser tests lie in folders of its name, a part of
// it under the name of its script, and `data-room` says where its host's template and script are.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const root = process.argv[2] ?? ".";
const entriesOf = (folder) =>
  readdirSync(join(root, folder), { withFileTypes: true }).filter(
    ({ name }) => !/^[._]/.test(name),
  );
const foldersIn = (folder) =>
  entriesOf(folder)
    .filter((each) => each.isDirectory())
    .map(({ name }) => name);
const filesIn = (folder) =>
  entriesOf(folder)
    .filter((each) => each.isFile())
    .map(({ name }) => name);

const rooms = foldersIn("static/src").filter((name) => name !== "testing");
const pages = filesIn("static/src/pages").map((name) => name.replace(/(\.test)?\.ts$/, ""));
/** Folders that are no rooms, and files that belong to no room but to pages or to all. */
const PLACES = [
  {
    place: "templates",
    end: ".html",
    shared: ["base", "card", "card-answers", "class", "failure", ...pages],
  },
  {
    place: "static/css",
    end: ".css",
    shared: [
      "base",
      "card",
      "contrast",
      "controls",
      "fallbacks",
      "fingers",
      "fonts",
      "phones",
      "sideways",
      "tokens",
      ...pages,
    ],
  },
  { place: "tests/browser", others: ["hands", "references", "failed-pictures"] },
];
const faults = [];

const hasScript = (room, part) =>
  part === room || existsSync(join(root, `static/src/${room}/${part}.ts`));

for (const { place, end, shared, others = [] } of PLACES) {
  for (const folder of foldersIn(place)) {
    if (others.includes(folder)) continue;
    if (!rooms.includes(folder)) faults.push(`${place}/${folder}: static/src has no such room`);
    if (end === undefined) continue;
    for (const file of filesIn(join(place, folder)))
      if (!hasScript(folder, file.replace(end, "")))
        faults.push(`${place}/${folder}/${file}: static/src/${folder} has no such script`);
  }
  for (const file of end === undefined ? [] : filesIn(place))
    if (!shared.includes(file.replace(end, ""))) faults.push(`${place}/${file} is in no room`);
}

for (const room of foldersIn("templates"))
  for (const file of filesIn(`templates/${room}`)) {
    const part = file.replace(".html", "");
    const name = part === room ? room : `${room}/${part}`;
    const text = readFileSync(join(root, "templates", room, file), "utf8");
    for (const [, given] of text.matchAll(/data-room="([^"]*)"/g))
      if (given !== name)
        faults.push(`templates/${room}/${file}: data-room is "${given}", not "${name}"`);
  }

for (const fault of faults) console.error(fault);
if (faults.length > 0) process.exitCode = 1;
