// Checks that no function of static/src and tools, from its first line to its last, has more lines than LIMIT. Tests, and what only they
// use, may be longer.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseAst } from "vitest/node";

const LIMIT = 50;

/** A function, with its name where it is a method of a class or an object. */
const FUNCTION = /^(FunctionDeclaration|FunctionExpression|ArrowFunctionExpression)$/;
const NAMED = /^(MethodDefinition|Property|PropertyDefinition|VariableDeclarator)$/;

/** Finds each function below a node of the syntax tree: [its name, where it starts, where it ends]. */
function* functionsIn(node, parent) {
  if (node === null || typeof node !== "object") return;
  if (Array.isArray(node)) for (const each of node) yield* functionsIn(each, parent);
  else {
    if (FUNCTION.test(node.type)) {
      const whole = NAMED.test(parent?.type) ? parent : node;
      yield [(node.id ?? whole.key ?? whole.id)?.name ?? "", whole.start, whole.end];
    }
    for (const each of Object.values(node)) yield* functionsIn(each, node);
  }
}

/** What stands below a folder, without tests. */
const sourcesIn = (folder) =>
  readdirSync(folder, { recursive: true })
    .map((file) => join(folder, file).replaceAll("\\", "/"))
    .filter((file) => /\.(ts|mjs)$/.test(file) && !/\.test\.ts$|\/testing\//.test(file));

const given = process.argv.slice(2);
for (const file of (given.length > 0 ? given : ["static/src", "tools"]).flatMap(sourcesIn)) {
  const text = readFileSync(file, "utf8");
  for (const [name, start, end] of functionsIn(parseAst(text, { lang: "ts" }).body)) {
    const lines = text.slice(start, end).split("\n").length;
    if (lines <= LIMIT) continue;
    const line = text.slice(0, start).split("\n").length;
    console.error(`${file}:${line}: ${name} has ${lines} lines, more than ${LIMIT}`);
    process.exitCode = 1;
  }
}
