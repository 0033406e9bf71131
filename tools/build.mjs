// Builds the page: scripts in pieces that come when they are wanted, style sheets, fonts.
import { copyFileSync, rmSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { build } from "esbuild";

const FIRST_VIEW = "static/src/pages/mount-lab.ts";
const SCRIPTS = ["lab", "api", "page"];
const SHEETS = ["lab", "page", "card", "share/share", "inspector/explained", "save/paper", "api"];
/** Built under another name. */
const NAMES = { lab: "main", api: "docs", card: "about" };

/**
 * Tells what comes later that the first view is there already. The bundler does not know that nobody else asks for it, and would
 * cut what they share, and so the first view, into a piece for each set of readers: 25 requests, and worse compression.
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

const outputName = (path) => NAMES[path] ?? path.split("/").at(-1);
const entries = (paths, folder, ending) =>
  paths.map((path) => ({ in: `${folder}/${path}${ending}`, out: outputName(path) }));

rmSync("static/dist/chunks", { recursive: true, force: true });
await build({
  entryPoints: [
    ...entries(SCRIPTS, "static/src/pages", ".ts"),
    ...entries(SHEETS, "static/css", ".css"),
  ],
  outdir: "static/dist",
  bundle: true,
  splitting: true,
  minify: true,
  format: "esm",
  target: ["es2022", "chrome105", "firefox110", "safari16"],
  sourcemap: "linked",
  loader: { ".woff2": "file" },
  assetNames: "fonts/[name]",
  chunkNames: "chunks/[name]-[hash]",
  logLevel: "warning",
  plugins: [afterTheFirstView],
});

// The API documentation's viewer stands beside our own scripts, so that /docs asks no other host.
for (const name of ["swagger-ui-bundle.js", "swagger-ui.css"])
  copyFileSync(`node_modules/swagger-ui-dist/${name}`, `static/dist/${name}`);
