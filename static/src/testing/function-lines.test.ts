import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, expect, test } from "vitest";

let folder = "";
afterEach(() => rmSync(folder, { recursive: true }));

/** What the check says about these sources: its lines, without the folder's name. */
function checked(sources: Readonly<Record<string, string>>): string[] {
  folder = mkdtempSync(join(tmpdir(), "functions-"));
  for (const [name, text] of Object.entries(sources)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  const check = ["tools/function-lines.mjs", folder];
  const { status, stderr } = spawnSync(process.execPath, check, { encoding: "utf8" });
  const lines = stderr.split("\n").filter(Boolean);
  expect(status).toBe(lines.length === 0 ? 0 : 1);
  return lines.map((line) => line.replace(`${folder}/`, ""));
}

const lines = (count: number) => "// a line\n".repeat(count);

test("a function of fifty lines is no fault, nor is a long one of a test or of what tests use", () => {
  const long = `function f() {\n${lines(50)}}`;
  const sources = {
    "math/a.ts": `export function f() {\n${lines(48)}}\n\nclass A {\n  m() {\n${lines(48)}}\n}\n`,
    "math/a.test.ts": long,
    "testing/a.ts": long,
  };
  expect(checked(sources)).toEqual([]);
});

test("a longer one is named with its place, however it is written", () => {
  const sources = {
    "math/a.ts": `import type { B } from "./b.ts";\nfunction f(\n  b: B,\n) {\n${lines(47)}}`,
    "math/b.ts": `export const g = (b: B) => {\n${lines(49)}};`,
    "math/c.ts": `class C {\n  async m() {\n\n${lines(48)}}\n}`,
    "tools/d.mjs": `const d = {\n  m: () => {\n${lines(49)}} };`,
  };
  expect(checked(sources).sort()).toEqual([
    "math/a.ts:2: f has 51 lines, more than 50",
    "math/b.ts:1: g has 51 lines, more than 50",
    "math/c.ts:2: m has 51 lines, more than 50",
    "tools/d.mjs:2: m has 51 lines, more than 50",
  ]);
});
