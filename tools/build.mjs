// Builds the page: scripts in pieces that come when they are wanted, style sheets, fonts.
import { copyFileSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { build } from "esbuild";

const FIRST_VIEW = "static/src/pages/mount-lab.ts";
const SCRIPTS = ["lab", "api", "page"];
/** A window beside the lab: whole in itself, so that it cuts nothing out of the first view. */
const WINDOW = "presenter";
/** The page of an exhibit, whose own script comes with it and takes nothing of the lab along. */
const EXHIBIT = "exhibit";
/** The page of live runs, in the same way. */
const TRAIN = "train";
const SHEETS = [
  "lab",
  "narrow",
  "fingers",
  "contrast",
  "page",
  "card",
  WINDOW,
  EXHIBIT,
  TRAIN,
  "share/share",
  "space/space",
  "inspector/explained",
  "inspector/hall",
  "stage/hall",
  "stage/blocks",
  "compare/compare",
  "chapters/chapters",
  "heads/answers",
  "epochs/epochs",
  "networks/networks",
  "save/paper",
  "api",
];
/** Built under another name. */
const NAMES = {
  lab: "main",
  api: "docs",
  card: "about",
  "heads/answers": "heads",
  "inspector/hall": "opened",
};

/**
 * Makes each script that comes later import the first view, which is there already. Otherwise the bundler would cut what they
 * share, and so the first view, into a piece for each set of importers: 25 requests, and worse compression.
 */
const afterTheFirstView = {
  name: "after-the-first-view",
  setup({ onResolve, onLoad, resolve }) {
    const later = new Set();
    onResolve({ filter: /^\./ }, async ({ kind, path, pluginData, ...from }) => {
      if (kind !== "dynamic-import" || pluginData === "known") return undefined;
      const found = await resolve(path, { kind, ...from, pluginData: "known" });
      later.add(found.path);
      return found;
    });
    onLoad({ filter: /\.ts$/ }, async ({ path }) => {
      if (!later.has(path)) return undefined;
      const source = await readFile(path, "utf8");
      return {
        contents: `import ${JSON.stringify(`${process.cwd()}/${FIRST_VIEW}`)};\n${source}`,
        loader: "ts",
      };
    });
  },
};

/**
 * Puts a length in `vh` before each one in `dvh` (the window without the bars of a phone), which Chrome knows from 108 on. Where
 * a value also has a `var()`, no browser falls back: there the sheet uses `@supports`.
 */
const whereNoDvh = {
  name: "where-no-dvh",
  setup({ onLoad }) {
    onLoad({ filter: /static\/css\/.*\.css$/ }, async ({ path }) => {
      const sheet = await readFile(path, "utf8");
      const contents = sheet.replace(
        /^( *[\w-]+:)([^;{}]*\ddvh[^;{}]*);/gm,
        (given, name, value) =>
          value.includes("var(") ? given : `${name}${value.replaceAll("dvh", "vh")};\n${given}`,
      );
      return { contents, loader: "css" };
    });
  },
};

const outputName = (path) => NAMES[path] ?? path.split("/").at(-1);
const entries = (paths, folder, ending) =>
  paths.map((path) => ({ in: `${folder}/${path}${ending}`, out: outputName(path) }));

/** Why a picture is refused: who sends one fetches all words first (`pad/pictures.ts`). */
const PICTURES = /^course\..*\bthe (file|picture)\b/;

/** The labels of answers, the parts of networks with blocks, what cards say: the server puts those into a page that the page's network has (`app/pages/routes.py`). */
const PARTS =
  /^label\.|^about\.text\.|^course\.(short\.)?(.*\b([Bb]lock|[Mm]odule|level|Up-convolution layer) \{n\}|.*average pooling|Auxiliary .*|Half-way up|Pixels|Several digits|Stroke measures|Detector|Fine classes|Ways of writing|Digits|Measures|Boxes)$/;

/** Keys of the words that a script and all that it imports at once may say; more than it says, never fewer. */
function wordsIn(script) {
  const files = new Set();
  const follow = (file) => {
    if (files.has(file)) return;
    files.add(file);
    for (const { kind, path } of metafile.outputs[file].imports)
      if (kind === "import-statement") follow(path);
  };
  follow(script);
  const code = [...files].map((file) => readFileSync(file, "utf8")).join("\n");
  const said = new Set(code.match(/(?<=["'`])[a-z][\w-]*\.[\w.-]*(?=["'`])/g));
  const beginnings =
    code.match(/(?<=["'`])[a-z][\w-]*\.[\w.-]*(?=\$\{)|(?<=["'`])[a-z][\w.-]*\.(?=["'`])/g) ?? [];
  return Object.keys(JSON.parse(readFileSync("static/words/en.json", "utf8"))).filter(
    (key) =>
      !PICTURES.test(key) &&
      !PARTS.test(key) &&
      (said.has(key) ||
        said.has(key.slice(0, key.lastIndexOf("."))) || // "unit.pixel" stands for "unit.pixel.other"
        beginnings.some((beginning) => key.startsWith(beginning))),
  );
}

const HOW = {
  outdir: "static/dist",
  bundle: true,
  minify: true,
  format: "esm",
  target: ["es2022", "chrome105", "firefox121", "safari16"],
  sourcemap: "linked",
  loader: { ".woff2": "file" },
  assetNames: "fonts/[name]",
  chunkNames: "chunks/[name]-[hash]",
  logLevel: "warning",
};

rmSync("static/dist/chunks", { recursive: true, force: true });
const { metafile } = await build({
  ...HOW,
  entryPoints: [
    ...entries(SCRIPTS, "static/src/pages", ".ts"),
    ...entries(SHEETS, "static/css", ".css"),
  ],
  splitting: true,
  plugins: [afterTheFirstView, whereNoDvh],
  metafile: true,
});
/** The first script, and what comes with the first picture of a network with blocks or right after it. */
const FIRST_SCRIPTS = [
  "static/dist/main.js",
  ...[
    "static/src/stage/closed.ts",
    "static/src/stage/blocks.ts",
    "static/src/inspector/switches.ts",
  ].map((entry) =>
    Object.keys(metafile.outputs).find((file) => metafile.outputs[file].entryPoint === entry),
  ),
];
const firstWords = new Set(FIRST_SCRIPTS.flatMap(wordsIn));
writeFileSync("static/dist/first-words.json", JSON.stringify([...firstWords]));
await build({ ...HOW, entryPoints: entries([WINDOW], "static/src/pages", ".ts") });
for (const page of [EXHIBIT, TRAIN])
  await build({
    ...HOW,
    entryPoints: entries([page], "static/src/pages", ".ts"),
    splitting: true,
  });

// The API documentation's viewer stands beside our own scripts, so that /docs asks no other host.
for (const name of ["swagger-ui-bundle.js", "swagger-ui.css"])
  copyFileSync(`node_modules/swagger-ui-dist/${name}`, `static/dist/${name}`);
