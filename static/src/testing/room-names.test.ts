import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, expect, test } from "vitest";

let folder = "";
afterEach(() => rmSync(folder, { recursive: true }));

const HOUSE = {
  "static/src/pages/lab.ts": "",
  "static/src/pad/pad.ts": "",
  "static/src/pad/pen-trace.ts": "",
  "static/css/tokens.css": "",
  "static/css/lab.css": "",
  "static/css/pad/pen-trace.css": "",
  "templates/base.html": "",
  "templates/lab.html": "",
  "templates/pad/pad.html": '<div data-room="pad"></div>',
  "templates/pad/pen-trace.html": '<div data-room="pad/pen-trace"></div>',
  "tests/browser/conftest.py": "",
  "tests/browser/hands/lab.py": "",
  "tests/browser/pad/test_pad.py": "",
};

/** What the check says about this house with these files in it. */
function checked(files: Readonly<Record<string, string>>): string[] {
  folder = mkdtempSync(join(tmpdir(), "names-"));
  for (const [name, text] of Object.entries({ ...HOUSE, ...files })) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  const { status, stderr } = spawnSync(process.execPath, ["tools/room-names.mjs", folder], {
    encoding: "utf8",
  });
  const lines = stderr.split("\n").filter(Boolean);
  expect(status).toBe(lines.length === 0 ? 0 : 1);
  return lines;
}

test("a house whose rooms have one name has no fault", () => {
  expect(checked({})).toEqual([]);
});

test("a folder that is no room, a part without a script and a file in no room are faults", () => {
  const files = {
    "templates/parts/pad.html": "",
    "static/css/pad/stepper.css": "",
    "static/css/legend.css": "",
    "tests/browser/drawer/test_drawer.py": "",
  };
  expect(checked(files).sort()).toEqual([
    "static/css/legend.css is in no room",
    "static/css/pad/stepper.css: static/src/pad has no such script",
    "templates/parts/pad.html: static/src/parts has no such script",
    "templates/parts: static/src has no such room",
    "tests/browser/drawer: static/src has no such room",
  ]);
});

test("a host that is named otherwise than its file is a fault", () => {
  expect(checked({ "templates/pad/pen-trace.html": '<div data-room="trace"></div>' })).toEqual([
    'templates/pad/pen-trace.html: data-room is "trace", not "pad/pen-trace"',
  ]);
});
