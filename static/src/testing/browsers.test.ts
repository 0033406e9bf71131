/** Features that the oldest browsers of the README do not have are not used, or only behind a guard. */
import { readdirSync, readFileSync } from "node:fs";
import { afterEach, expect, test, vi } from "vitest";
import { loadLesson } from "../storage/local.ts";
import { canInflate } from "../wire/frame.ts";

const OLDEST = { chrome: 105, firefox: 121, safari: 16 };

/** Features newer than one of them; the build translates syntax, but no functions, no media queries in scripts and pages, and no regular expressions. */
const NEWER: readonly (readonly [what: RegExp, since: string])[] = [
  [/URL\.canParse|URL\.parse\(/, "Chrome 120, Firefox 115, Safari 17"],
  [/\bDecompressionStream\b/, "Firefox 113, Safari 16.4"],
  [/\.(toSorted|toReversed|toSpliced)\(/, "Chrome 110, Firefox 115"],
  [/\b(Object|Map)\.groupBy\b|Promise\.(withResolvers|try)\b|Array\.fromAsync/, "Chrome 117"],
  [/\.(isWellFormed|toWellFormed)\(/, "Chrome 111, Firefox 119, Safari 16.4"],
  [/\.(union|intersection|difference|isSubsetOf|isSupersetOf)\(/, "Chrome 122, Firefox 127"],
  [/\.(keys|values|entries)\(\)\.(map|filter|toArray|find|some)\(/, "Chrome 122, Firefox 131"],
  [/AbortSignal\.(any|timeout)\b/, "Chrome 116, Firefox 124, Safari 17.4"],
  [/\bIntl\.Segmenter\b/, "Firefox 125"],
  [/\bOffscreenCanvas\b|requestIdleCallback|\bscheduler\./, "Safari 16.4, or never"],
  [/\.roundRect\(|\.(showPopover|hidePopover|togglePopover)\(|\.checkVisibility\(/, "Firefox 125"],
  [/window\.CloseWatcher|startViewTransition|\.moveBefore\(|\bwakeLock\b/, "Chrome 126, or never"],
  [/\(\?<[=!]/, "Safari 16.4: behind and not behind in patterns"],
  [/\(\s*(width|height)\s*[<>]=?\s*\d+px/, "Safari 16.4: media queries by < and >"],
];

/** Guarded there, each with a test that goes without it. */
const GUARDED: Readonly<Record<string, string>> = {
  "static/src/wire/frame.ts": "DecompressionStream",
  "static/src/lesson/whole.ts": "Intl.Segmenter",
};

const filesIn = (folder: string, end: RegExp) =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => end.test(name))
    .map((name) => `${folder}/${name}`);

test("scripts and pages use nothing newer than the oldest browsers", () => {
  const files = [
    ...filesIn("static/src", /(?<!\.test)\.ts$/).filter((path) => !path.includes("/testing/")),
    ...filesIn("templates", /\.html$/),
  ];
  const found = files.flatMap((path) => {
    const text = readFileSync(path, "utf8").replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, "");
    return NEWER.filter(([what]) => what.test(text) && !what.test(GUARDED[path] ?? "")).map(
      ([what, since]) => `${path}: ${text.match(what)?.[0]} is newer (${since})`,
    );
  });
  expect(found).toEqual([]);
});

test("style sheets ask whether colours can be mixed, which not all of them can: a value with a token has no fallback", () => {
  const asked = /@supports \(color: color-mix\([^{]*\{[^{}]*\}/g;
  const bare = filesIn("static/css", /\.css$/).filter((path) =>
    readFileSync(path, "utf8").replace(asked, "").includes("color-mix("),
  );
  expect(bare).toEqual([]);
});

test("the build and the README name the same browsers", () => {
  const { chrome, firefox, safari } = OLDEST;
  const build = readFileSync("tools/build.mjs", "utf8");
  expect(build).toContain(`"chrome${chrome}", "firefox${firefox}", "safari${safari}"`);
  const readme = readFileSync("README.md", "utf8").replace(/\s+/g, " ");
  expect(readme).toContain(`Chrome and Edge ${chrome}, Firefox ${firefox}, Safari ${safari}`);
});

afterEach(() => vi.unstubAllGlobals());

test.each([
  ["without any", undefined],
  [
    "with one that knows other forms only",
    class {
      constructor() {
        throw new TypeError("unsupported format");
      }
    },
  ],
])("frames are not deflated %s", (_what, stream) => {
  expect(canInflate()).toBe(true);
  vi.stubGlobal("DecompressionStream", stream);
  expect(canInflate()).toBe(false);
});

test("a kept lesson is read without URL.canParse", () => {
  const { canParse } = URL;
  Reflect.deleteProperty(URL, "canParse");
  const steps = [{ title: "first", link: "?hide=conv1" }];
  localStorage.setItem("inkling.lesson.1", JSON.stringify(steps));
  expect(loadLesson(localStorage)).toEqual(steps);
  URL.canParse = canParse;
});
