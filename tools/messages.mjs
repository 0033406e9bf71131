// Generates static/src/wire/messages.ts from app/messages; with --check, fails when it is stale.
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { compile } from "json-schema-to-typescript";

const file = "static/src/wire/messages.ts";
const python = process.env.PYTHON ?? ".venv/bin/python";
const schema = JSON.parse(
  execFileSync(python, ["-m", "app.messages.schema"], { encoding: "utf8" }),
);

// Titles would become type names of their own; long arrays would become endless tuples.
const simplified = JSON.parse(JSON.stringify(schema), (_key, value) => {
  if (value !== null && typeof value === "object" && !Array.isArray(value)) {
    if (typeof value.title === "string") delete value.title;
    const isTuple = value.prefixItems || (value.minItems > 1 && value.minItems === value.maxItems);
    if (value.type === "array" && !isTuple) delete value.maxItems;
    if (value.prefixItems) {
      // The generator knows tuples by their older name.
      value.items = value.prefixItems;
      delete value.prefixItems;
    }
  }
  return value;
});
const generated = await compile(simplified, "Messages", {
  bannerComment: "// Generated from app/messages by `make fix`; do not edit.",
  unreachableDefinitions: true,
  additionalProperties: false,
  format: true,
});
const text = generated
  .replace(/export interface Messages \{[^}]*\}\n/, "")
  .replace(/ \*\n \* This interface was referenced by[^\n]*\n[^\n]*\n/g, "");

if (!process.argv.includes("--check")) {
  writeFileSync(file, text);
} else if (readFileSync(file, "utf8") !== text) {
  console.error(`${file} does not match app/messages; run: make fix`);
  process.exit(1);
}
