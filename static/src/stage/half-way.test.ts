/** An answer half-way up while a block is open. */
import { expect, test } from "vitest";
import { withOneOpen } from "../network/blocks.ts";
import { indexNetwork } from "../network/network.ts";
import type { Reading } from "../network/reading.ts";
import { GUESSES } from "../state/covers.ts";
import { createLab } from "../state/lab.ts";
import { READING } from "../testing/counting.ts";
import { SWITCHING } from "../testing/switching.ts";
import { halfWayIn, mountHalfWay } from "./half-way.ts";

const { description } = SWITCHING;
const [output] = description.answers;
const [last] = [...description.layers].reverse();
const [first, ...blocks] = description.blocks;
const from = first?.layers.at(-1) ?? "";
const source = description.layers.find(({ name }) => name === from)?.shown ?? "";
if (output === undefined || last === undefined) throw new Error("no output");
const half = { ...output, name: "half", title: "Half-way up", operation: "half" } as typeof output;
const after = description.layers.findIndex(({ name }) => name === from) + 1;
const NETWORK = indexNetwork({
  ...description,
  answers: [output, half],
  layers: [
    ...description.layers.slice(0, after),
    { ...last, name: "half", operations: ["half"], shown: "half" },
    ...description.layers.slice(after),
  ],
  operations: description.operations.flatMap((each) =>
    each.name === output.operation
      ? [each, { ...each, name: "half", layer: "half", inputs: [source] }]
      : [each],
  ),
});

test("an answer half-way up is told of where its way leaves, as long as a block is open", () => {
  expect(halfWayIn(withOneOpen(NETWORK, null))).toBeNull();
  expect(halfWayIn(withOneOpen(SWITCHING, first?.name ?? ""))).toBeNull();
  for (const { name } of [...(first ? [first] : []), ...blocks])
    expect(halfWayIn(withOneOpen(NETWORK, name))).toMatchObject({ from, layer: "half" });
});

test("it says its first guess unless guesses are covered, and a press closes the block", () => {
  document.body.innerHTML = '<div id="host"></div>';
  const host = document.querySelector("#host") as HTMLElement;
  const values = new Float32Array(half.kind === "classes" ? half.labels.length : 0);
  values.set([0.1, 0.9]);
  const outcomes = new Map([["half", { answer: half, values }]]);
  const network = withOneOpen(NETWORK, first?.name ?? "");
  const probabilities = new Float32Array(2);
  const reading = { ...READING, outcomes, probabilities } as unknown as Reading;
  const lab = createLab({ reader: { network, reading }, look: { block: first?.name ?? "" } });
  const end = mountHalfWay(host, lab);
  expect(host.childElementCount).toBe(0);
  const grid = { width: 40, height: 40 };
  const at = { name: from, hidden: false, x: 10, y: 0, width: 40, height: 90, left: 10, top: 50 };
  lab.reader.arrange([
    { ...at, grid },
    { ...at, name: "output", left: 90, x: 90, grid },
  ] as never);
  const button = host.querySelector("button");
  expect(button?.textContent).toBe(
    `Half-way up${half.kind === "classes" ? half.labels[1] : ""}\u200290.0\u00a0%`,
  );
  lab.lecture.switchCover(GUESSES);
  expect(button?.textContent).toBe("Half-way up");
  button?.click();
  expect(lab.look.block.value).toBeNull();
  end();
  expect(host.childElementCount).toBe(0);
});
