// Checks that the rooms of static/src import only what they may, and that no two files import each other in a circle.
// A room is a folder. A new one gets a line here; `room:types` may be imported for its types alone.
import { readdirSync, readFileSync } from "node:fs";
import { join, normalize } from "node:path";

const WIDGETS = "math network state words dom";
/** What all rooms may import. */
const FOR_ALL = "events";
const ROOMS = {
  events: "",
  math: "",
  wire: "",
  ink: "wire:types",
  network: "math ink:types wire:types",
  layout: "math network",
  words: "math network ink wire:types",
  dom: "math words",
  state: "math ink network layout wire:types",
  server: "math:types wire ink network words state",
  address: "ink network:types layout state",
  storage: "wire ink state address",
  inspector: WIDGETS,
  heads: `${WIDGETS} ink:types wire:types`,
  epochs: `${WIDGETS} wire:types server lecture`,
  networks: "wire network state words dom server",
  stage: `${WIDGETS} layout`,
  lecture: "math network:types state words dom layout ink",
  space: `${WIDGETS} layout storage`,
  pad: "math ink state words dom server",
  compare: `${WIDGETS} layout:types stage`,
  lesson: "state words dom address storage lecture",
  presenter: "state words dom storage lecture",
  chapters: "math ink network state words dom address",
  shell: "math network state words dom storage lecture",
  save: "math ink network layout state words dom pad",
  exhibits: "math wire ink words dom server address storage pad",
  train: "words dom wire:types server storage exhibits epochs",
  share: "state words dom address server lesson save",
};
ROOMS.pages = Object.keys(ROOMS).join(" ");

/** Shows rooms on the fixed data of tests. */
const GALLERY = /^pages\/gallery/;

/** Breaches that are still there, as `from -> to`. The list may only get shorter. */
const KNOWN = [];

const root = process.argv[2] ?? "static/src";
/** Unused entries of the table are reported for the whole page only, not for one folder. */
const isWhole = process.argv[2] === undefined || process.argv[3] === "whole";
const IMPORT =
  /^(?:import|export)\s(type\s)?([^;"]*?)\bfrom\s+"(\.[^"]+\.ts)"|^import\s+"(\.[^"]+\.ts)"|\bimport\("(\.[^"]+\.ts)"\)/gm;

const roomOf = (file) => (file.includes("/") ? file.slice(0, file.indexOf("/")) : "");
const files = readdirSync(root, { recursive: true })
  .map((file) => file.replaceAll("\\", "/"))
  .filter((file) => /\.ts$/.test(file) && !/\.test\.ts$|^testing\//.test(file));

/** What a file imports: [file, whether for types alone]. */
function importsOf(file) {
  const found = readFileSync(join(root, file), "utf8").matchAll(IMPORT);
  return [...found].map(([, type, names = "", from, bare, later]) => {
    const each = names
      .replace(/[{}\s]+/g, " ")
      .split(",")
      .map((name) => name.trim());
    const types = type !== undefined || each.filter(Boolean).every((name) => /^type /.test(name));
    const to = normalize(join(file, "..", from ?? bare ?? later)).replaceAll("\\", "/");
    return [to, types && from !== undefined];
  });
}

const imports = new Map(files.map((file) => [file, importsOf(file)]));
const breaches = new Set();
/** What is used of the table: `ink math`, and `ink wire:types` where only types are imported. */
const used = new Set();
for (const file of files) {
  const room = roomOf(file);
  if (ROOMS[room] === undefined)
    breaches.add(room === "" ? `${file} is in no room` : `${room}/ is no room`);
  const may = `${FOR_ALL} ${ROOMS[room] ?? ""}`.split(" ");
  for (const [to, types] of imports.get(file)) {
    const other = roomOf(to);
    used.add(`${room} ${other}${types ? ":types" : ""}`);
    if (other === room || may.includes(other) || (types && may.includes(`${other}:types`)))
      continue;
    if (other === "testing" && GALLERY.test(file)) continue;
    breaches.add(`${file} -> ${to}`);
  }
}

/** Follows imports from a file; a file that is met again on the way is part of a circle. */
function follow(file, way, done) {
  if (way.includes(file))
    breaches.add(`circle: ${[...way.slice(way.indexOf(file)), file].join(" -> ")}`);
  if (done.has(file)) return;
  done.add(file);
  for (const [to] of imports.get(file) ?? []) follow(to, [...way, file], done);
}
const done = new Set();
for (const file of files) follow(file, [], done);

/** Imports that the table allows and no file has: of each room but `pages`, which may import all. */
function unusedArrows() {
  const arrows = Object.entries(ROOMS).flatMap(([room, may]) =>
    room === "pages"
      ? []
      : may
          .split(" ")
          .filter(Boolean)
          .map((other) => `${room} ${other}`),
  );
  return arrows
    .filter((arrow) => !used.has(arrow))
    .map((arrow) => {
      const typesAlone = used.has(`${arrow}:types`) ? ", but for types" : "";
      return `nothing uses ${arrow.replace(" ", " -> ")}${typesAlone}`;
    });
}
if (isWhole) for (const each of unusedArrows()) breaches.add(each);

for (const each of breaches) if (!KNOWN.includes(each)) console.error(`${root}: ${each}`);
for (const each of KNOWN)
  if (!breaches.has(each)) console.error(`tools/rooms.mjs: no longer needed: ${each}`);
if (KNOWN.length !== breaches.size || KNOWN.some((each) => !breaches.has(each)))
  process.exitCode = 1;
