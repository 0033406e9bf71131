/** Every language has every phrase, every phrase is used, and no words stand anywhere else. */
import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { literalsOf } from "../testing/literals.ts";

const read = (path: string) => readFileSync(path, "utf8");
const catalogue = (path: string) => JSON.parse(read(path)) as Record<string, string>;
const filesIn = (folder: string, end: RegExp) =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => end.test(name))
    .map((name) => `${folder}/${name}`);

const ENGLISH = catalogue("static/words/en.json");
const OTHERS = filesIn("static/words", /\.json$/).filter((path) => !path.endsWith("en.json"));
const TEMPLATES = filesIn("templates", /\.html$/);
const SERVER = filesIn("app", /\.py$/);
const SOURCES = filesIn("static/src", /(?<!\.test)\.ts$/).filter(
  (path) => !/\/testing\/|wire\/messages\.ts|shaders\.ts/.test(path),
);
const holes = (text = "") => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();
/** Languages differ in how many forms of a plural they have. */
const FORM = /\.(zero|one|two|few|many|other)$/;
const isForm = (key: string) => `${key.replace(FORM, "")}.other` in ENGLISH;

test.each(OTHERS)(
  "%s says everything that the English catalogue says, and nothing else",
  (path) => {
    const words = catalogue(path);
    const missing = Object.keys(ENGLISH).filter((key) => !(key in words));
    const leftOver = Object.keys(words).filter((key) => !(key in ENGLISH) && !isForm(key));
    expect({ missing, leftOver }).toEqual({ missing: [], leftOver: [] });
    for (const [key, text] of Object.entries(words)) {
      const english = ENGLISH[key] ?? ENGLISH[key.replace(FORM, ".other")];
      expect(`${key} ${holes(text)}`).toBe(`${key} ${holes(english)}`);
      expect(text.trim()).toBe(text);
      expect(`${key}: ${text.length}`).not.toBe(`${key}: 0`);
    }
  },
);

test.each([...OTHERS, "static/words/en.json"])(
  "in %s no sign or unit goes on another line than its number",
  (path) => {
    const parted = Object.entries(catalogue(path)).filter(([, text]) => /[\d}] %/.test(text));
    expect(parted).toEqual([]);
  },
);

/** Beginnings of keys that end in the English text itself. */
const OWN_TEXT = /^(course(?!\.short)|style|about\.text)\./;

/** Networks write 3 x 3 with a letter. */
const typeset = (text: string) => text.replaceAll(/(\d) x (\d)/g, "$1 × $2");

/** As school English has them, holes counted as words; a network's sentences are its own. */
const LONGEST_SENTENCE = 20;

test.each([...OTHERS, "static/words/en.json"])("no sentence of %s is long", (path) => {
  const words = (text: string) => text.split(/\s+/).filter((each) => /[\p{L}\p{N}]/u.test(each));
  const long = Object.entries(catalogue(path))
    .filter(([key]) => !OWN_TEXT.test(key))
    .flatMap(([key, text]) => text.split(/(?<=[.?!]) /).map((sentence) => `${key}: ${sentence}`))
    .filter((each) => words(each).length - 1 > LONGEST_SENTENCE);
  expect(long).toEqual([]);
});

test.each(OTHERS)("%s is translated: few of its sentences are the English ones", (path) => {
  const words = catalogue(path);
  const sentences = Object.keys(ENGLISH).filter((key) =>
    /\w+ \w+ \w+ \w+/.test(ENGLISH[key] ?? ""),
  );
  expect(sentences.filter((key) => words[key] === ENGLISH[key])).toEqual([]);
});

test("every phrase is used somewhere", () => {
  const sources = [...SOURCES, ...TEMPLATES, ...SERVER].map(read).join("\n");
  // Keys put together where they are used: `step.${step}.hint`.
  const patterns = [...sources.matchAll(/`([a-z]+\.[\w.-]*\$\{[^`]*|\$\{\w+\}\.[a-z]+)`/g)].map(
    ([, key = ""]) => new RegExp(`^${key.replace(/\$\{[^}]*\}/g, "[\\w.-]+")}$`),
  );
  const isUsed = (key: string) => {
    const stem = key.replace(FORM, "");
    if (sources.includes(`"${key}"`) || sources.includes(`"${stem}"`)) return true;
    return patterns.some((pattern) => pattern.test(key) || pattern.test(stem));
  };
  const ownPlace = /^(course|label|style|about\.text|language|number|glossary|error)\./;
  const silent = Object.keys(ENGLISH).filter((key) => !ownPlace.test(key) && !isUsed(key));
  expect(silent).toEqual([]);
});

test("English words of a network are their own key", () => {
  const own = Object.entries(ENGLISH).filter(([key]) => OWN_TEXT.test(key));
  expect(own.filter(([key, text]) => typeset(key.replace(OWN_TEXT, "")) !== text)).toEqual([]);
  const short = Object.keys(ENGLISH).filter((key) => key.startsWith("course.short."));
  expect(short.filter((key) => !(key.replace("short.", "") in ENGLISH))).toEqual([]);
  // Sentences may be broken across lines there, and have numbers (#); their beginnings are whole.
  const sources = [...filesIn("models", /\.(py|json)$/), ...filesIn("app", /\.py$/)];
  const written = sources.map(read).join("\n");
  const beginning = (text: string) => text.slice(0, 33).replace(/( \{n\}$|#.*)/, "");
  // Titles of layers that a network has many of are put together: "Convolution {at} of {where}".
  const networks = filesIn("models", /\.py$/).map(read).join("\n");
  const templates = [...networks.matchAll(/f"([^"]*\{[^"]*)"/g)]
    .map(([, text = ""]) => text.split(/\{[^}]*\}/))
    .filter((parts) => /[a-z]{2,} +[a-z]{2}/.test(parts.join("")));
  const isMade = (text: string) =>
    templates.some(
      ([first = "", ...others]) =>
        text.startsWith(first) && others.every((part) => text.includes(part)),
    );
  const isWritten = (text: string) =>
    written.includes(text) || written.includes(text.replaceAll(" ", "_")) || isMade(text);
  const texts = own.map(([key]) => key.replace(OWN_TEXT, ""));
  expect(texts.filter((text) => !isWritten(beginning(text)))).toEqual([]);
  // What a network answers may be said in better words than its labels are.
  const labels = Object.keys(ENGLISH).filter((key) => key.startsWith("label."));
  expect(labels.filter((key) => !networks.includes(`"${key.slice(6)}"`))).toEqual([]);
});

test("templates say keys that exist, and fill their holes", () => {
  for (const path of TEMPLATES) {
    for (const [, key = "", values = ""] of read(path).matchAll(
      /phrase\("([^"]+)"(.*?)\) ?(?:}}|\|)/g,
    )) {
      // A key may end in a variable: then some keys must begin with the part before it.
      if (values.startsWith(" ~")) {
        const begun = Object.keys(ENGLISH).filter((each) => each.startsWith(key));
        expect(`${path} ${key}: ${begun.length > 1}`).toBe(`${path} ${key}: true`);
        continue;
      }
      const given = [...values.matchAll(/[,(] *(\w+)=/g)].map(([, name]) => name);
      expect(`${path} ${key}`).toBe(key in ENGLISH ? `${path} ${key}` : "a key of en.json");
      for (const hole of holes(ENGLISH[key])) expect(given, `${path} ${key}`).toContain(hole);
    }
  }
});

test("sources fill the holes of what they say", () => {
  const call =
    /\b(phrase|counted|pieces)\(\s*"([^"]+)"(?:,\s*[^{}]*?)?(?:,\s*\{([^{}]*(?:\{[^{}]*\}[^{}]*)*)\})?\s*,?\s*\)/g;
  for (const path of SOURCES) {
    for (const [whole, how, key = "", values = ""] of read(path).matchAll(call)) {
      if (!whole.includes("{") && /,\s*\w+\s*\)$/.test(whole)) continue; // values made elsewhere
      const given = [...values.matchAll(/(?:^|[,{])\s*(\w+)\s*(?=[:,}]|$)/g)].map(
        ([, name]) => name,
      );
      if (how === "counted") given.push("count");
      const text = ENGLISH[key] ?? ENGLISH[`${key}.other`];
      for (const hole of holes(text)) expect(given, `${path} ${key}`).toContain(hole);
    }
  }
});

test("no word stands in a template", () => {
  const found: string[] = [];
  for (const path of TEMPLATES) {
    const plain = read(path)
      .replace(/\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}/gs, "")
      .replace(/<!.*?>|>Inkling</g, "");
    for (const [, text = ""] of plain.matchAll(/>([^<]*)/g)) found.push(...lettersIn(path, text));
    for (const [, text = ""] of plain.matchAll(
      /\s(?:title|alt|placeholder|aria-label|aria-description|aria-roledescription)="([^"]*)"/g,
    ))
      found.push(...lettersIn(path, text));
    for (const [, text = ""] of plain.matchAll(/name="description" content="([^"]*)"/g))
      found.push(...lettersIn(path, text));
  }
  expect(found).toEqual([]);
});

function lettersIn(path: string, text: string): string[] {
  return /\p{L}{2}/u.test(text) ? [`${path}: ${text.trim()}`] : [];
}

/** What stands before literals that nobody reads on the page. */
const CODE_BEFORE = new RegExp(
  [
    String.raw`\b(from|import)\s*$`,
    String.raw`\bclass(Name)?["']?:\s*$`,
    String.raw`\b(need|querySelector|querySelectorAll|closest|matches|matchMedia)(<[^()]*>)?\($`,
    String.raw`\b(\w*Error|getPropertyValue|fetch|contains|toggle|setProperty)\(\s*$`,
    String.raw`(\.font|\.style\.\w+|cookie|\.transform|\.className) = $`,
  ].join("|"),
);
/** What stands before a literal that is read on the page, even a single word. */
const SHOWN_AFTER =
  /(\b(text|title|placeholder|alt|label|textContent|ariaLabel|innerText)|"aria-(label|description|roledescription|valuetext)")\s*(:|=)\s*$|\b(say|Text|createTextNode)\((\w+, )?$/;
const SEVERAL_WORDS = /\p{L}{2,}[,.:;!?…)”]* +[(“]?\p{L}{2,}|\p{L}{2,}[,.:;] \{\}|\{\} \p{L}{2,}/u;
const SENTENCE = /^\p{Lu}\p{Ll}+[ .!?…]*$/u;
/** Names of keys, types and places that look like words and are none. */
const NO_WORDS =
  /^(Enter|Escape|Tab|Arrow(Left|Right|Up|Down)|Page(Up|Down)|Home|End|Shift|Control|Delete|Backspace|Files|Space|Content-Type)$/;
/** CSS, numbers and formulas: `1px solid {}`, `exp(x)`. */
const NOTATION =
  /\b(px|rgb|scaleX|translate|repeat|solid|monospace|system-ui|prefers-|torch\.|var\(--)/;

/** The API's page is for programmers, and the gallery is not served but to those who work on the rooms. */
const UNTRANSLATED = /pages\/(api|gallery|gallery-\w+)\.ts$/;

test("no word stands in the sources", () => {
  const found: string[] = [];
  for (const path of SOURCES) {
    if (UNTRANSLATED.test(path)) continue;
    for (const { text, before, line } of literalsOf(read(path))) {
      if (CODE_BEFORE.test(before) || NO_WORDS.test(text) || NOTATION.test(text)) continue;
      const shown = SHOWN_AFTER.test(before) && /\p{L}{2}/u.test(text.replaceAll("{}", ""));
      if (shown || SEVERAL_WORDS.test(text) || SENTENCE.test(text))
        found.push(`${path}:${line}: ${text}`);
    }
  }
  expect(found).toEqual([]);
});

test("a word in a source is found wherever it stands", () => {
  const source = `const a = \`\${n} maps\`; // "no words"\nsay(b, /"/.test("x") ? "Not so" : "one");`;
  expect(literalsOf(source).map(({ text }) => text)).toEqual(["{} maps", "x", "Not so", "one"]);
  expect(SEVERAL_WORDS.test("{} maps")).toBe(true);
  expect(SHOWN_AFTER.test('make("p", { text: ')).toBe(true);
});
