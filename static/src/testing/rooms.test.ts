import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, expect, test } from "vitest";

let folder = "";
afterEach(() => rmSync(folder, { recursive: true }));

/** What the check says about these sources: its lines, without the folder's name. */
function checked(sources: Readonly<Record<string, string>>, ...more: string[]): string[] {
  folder = mkdtempSync(join(tmpdir(), "rooms-"));
  for (const [name, text] of Object.entries(sources)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  const { status, stderr } = spawnSync(process.execPath, ["tools/rooms.mjs", folder, ...more], {
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
    "ink/a.ts": 'import type { W } from "../wire/w.ts";',
    "layout/a.ts": 'import { a } from "../math/a.ts";',
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

test("what the table allows and no file of the page uses is a breach", () => {
  const sources = {
    "math/a.ts": "export const a = 1;",
    "network/a.ts": 'import { a } from "../math/a.ts";',
    "layout/a.ts": 'import type { A } from "../math/a.ts";\nimport { a } from "../network/a.ts";',
  };
  const found = checked(sources, "whole");
  const of = (room: string) => found.filter((each) => each.startsWith(`nothing uses ${room} ->`));
  expect(of("layout")).toEqual(["nothing uses layout -> math, but for types"]);
  expect(of("network")).toEqual([
    "nothing uses network -> ink:types",
    "nothing uses network -> wire:types",
  ]);
  expect(of("pages")).toEqual([]);
});
