import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, expect, test } from "vitest";

let folder = "";
afterEach(() => rmSync(folder, { recursive: true }));

/** What the check says about these sources: its lines, without the folder's name. */
function checked(sources: Readonly<Record<string, string>>): string[] {
  folder = mkdtempSync(join(tmpdir(), "rooms-"));
  for (const [name, text] of Object.entries(sources)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  const { status, stderr } = spawnSync(process.execPath, ["tools/rooms.mjs", folder], {
    encoding: "utf8",
  });
  const lines = stderr.split("\n").filter(Boolean);
  expect(status).toBe(lines.length === 0 ? 0 : 1);
  return lines.map((line) => line.replace(`${folder}: `, ""));
}

test("imports that the table allows are no breach, and tests may import anything", () => {
  const sources = {
    "math/a.ts": 'import type { B } from "./b.ts";',
    "math/b.ts": "export type B = 1;",
    "ink/a.ts": 'import { a } from "../math/a.ts";\nimport type { W } from "../wire/w.ts";',
    "ink/b.ts": 'import {\n  type W,\n  type V,\n} from "../wire/w.ts";',
    "wire/w.ts": "",
    "math/a.test.ts": 'import "../ink/a.ts";',
    "pages/lab.ts": 'void import("../ink/a.ts");',
  };
  expect(checked(sources)).toEqual([]);
});

test("an import of a room that may not be imported is a breach, however it is written", () => {
  const sources = {
    "math/a.ts": 'import { b } from "../ink/b.ts";',
    "math/c.ts": 'export * from "../ink/b.ts";',
    "math/d.ts": 'const b = await import("../ink/b.ts");',
    "math/e.ts": 'import "../ink/b.ts";',
    "ink/b.ts": 'import { type W, w } from "../wire/w.ts";',
    "wire/w.ts": "",
  };
  expect(checked(sources).sort()).toEqual([
    "ink/b.ts -> wire/w.ts",
    "math/a.ts -> ink/b.ts",
    "math/c.ts -> ink/b.ts",
    "math/d.ts -> ink/b.ts",
    "math/e.ts -> ink/b.ts",
  ]);
});

test("circles, files in no room and rooms that the table does not know are breaches", () => {
  const sources = {
    "math/a.ts": 'import type { B } from "./b.ts";',
    "math/b.ts": 'import type { C } from "./c.ts";',
    "math/c.ts": 'import type { A } from "./a.ts";',
    "loose.ts": "",
    "attic/a.ts": "",
  };
  expect(checked(sources).sort()).toEqual([
    "attic/ is no room",
    "circle: math/a.ts -> math/b.ts -> math/c.ts -> math/a.ts",
    "loose.ts is in no room",
  ]);
});
