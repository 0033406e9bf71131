/** What holds for all style sheets: type on one scale, and no token that nobody defines. */
import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

const filesIn = (folder: string, end: RegExp) =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => end.test(name))
    .map((name) => `${folder}/${name}`);
const read = (path: string) => readFileSync(path, "utf8");
const withoutComments = (path: string) => read(path).replace(/\/\*[\s\S]*?\*\//g, "");

/** Fonts are the packages' own; what they are called is not ours to choose. */
const SHEETS = filesIn("static/css", /(?<!fonts|fallbacks)\.css$/);

/** In rem: note, body, lead, head, value, guess, hall. */
const SCALE = ["0.8125", "0.9375", "1.125", "1.5", "2.5", "4", "6.5"].map((size) => `${size}rem`);
const NAMES = ["note", "body", "lead", "head", "value", "guess", "hall"];
const ON_SCALE = new RegExp(`^(var\\(--type-(${NAMES.join("|")})\\)|inherit)$`);

/** Sizes that follow something else than the scale, each with what it follows. */
const FOLLOWING: readonly (readonly [where: RegExp, size: RegExp, follows: string])[] = [
  [
    /tokens|lecture\/lecture/,
    /^(clamp\(16px, 0\.55vw \+ 8px, 22px\)|max\(20px, 2\.5vh\))$/,
    "root",
  ],
  [/heads|phones|sideways|lecture\/lecture/, /--loudness/, "how likely a guess is"],
  [/inspector\/hall/, /--cell/, "how large a number's place in a table is"],
  [/space\/space/, /--class/, "how far apart classes stand in space"],
  [/share\/share/, /--signs/, "how long an address is"],
  [/card/, /^(10\.5|9)px$/, "the units of a drawn figure"],
];

interface Declaration {
  readonly path: string;
  readonly property: string;
  readonly value: string;
}

function declarations(property: RegExp): Declaration[] {
  return SHEETS.flatMap((path) =>
    [...withoutComments(path).matchAll(/([\w-]+):\s*([^;{}]+);/g)]
      .map(([, property = "", value = ""]) => ({
        path,
        property,
        value: value.replace(/\s+/g, " "),
      }))
      .filter((each) => property.test(each.property)),
  );
}

/** The size in "italic 600 var(--type-note) / 1.3 var(--serif)". */
function sizeIn(font: string): string {
  const at = font.lastIndexOf(" / ");
  return (at < 0 ? font : font.slice(0, at)).replace(/^(italic |normal )?([1-9]00 )?/, "").trim();
}

test("every size of type is one of the scale's, or follows what is named here", () => {
  const sizes = declarations(/^font(-size)?$/).map((each) => ({
    ...each,
    size: each.property === "font" ? sizeIn(each.value) : each.value,
  }));
  const isFollowing = ({ path, size }: { path: string; size: string }) =>
    FOLLOWING.some(([where, what]) => where.test(path) && what.test(size));
  const off = sizes.filter(
    (each) => !ON_SCALE.test(each.size) && !SCALE.includes(each.size) && !isFollowing(each),
  );
  expect(sizes.length).toBeGreaterThan(60);
  expect(off.map(({ path, size }) => `${path}: ${size}`)).toEqual([]);
});

test("the scale is the one that the page was designed with", () => {
  const tokens = withoutComments("static/css/tokens.css");
  const found = NAMES.map((name) => new RegExp(`--type-${name}: ([^;]+);`).exec(tokens)?.[1]);
  expect(found).toEqual(SCALE);
});

test("type is plain or half bold, the mark and named rows bold", () => {
  const weights = declarations(/^font(-weight)?$/).flatMap(({ path, property, value }) => {
    const weight = property === "font" ? /\b[1-9]00\b/.exec(value)?.[0] : value;
    return weight === undefined || /^(400|600|700|inherit)$/.test(weight)
      ? []
      : [`${path}: ${weight}`];
  });
  expect(weights).toEqual([]);
});

test("every token that a sheet asks for is defined by a sheet, a script or a template", () => {
  const sheets = SHEETS.map(withoutComments).join("\n");
  const others = [...filesIn("static/src", /(?<!\.test)\.ts$/), ...filesIn("templates", /\.html$/)]
    .map(read)
    .join("\n");
  const asked = new Set([...sheets.matchAll(/var\((--[\w-]+)\)/g)].map(([, name = ""]) => name));
  const isDefined = (name: string) =>
    new RegExp(`${name}:`).test(sheets) || new RegExp(`["'\`;]\\s*${name}\\b`).test(others);
  expect([...asked].filter((name) => !isDefined(name))).toEqual([]);
});
