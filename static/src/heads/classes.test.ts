import { expect, test } from "vitest";
import { EMPTY } from "../ink/strokes.ts";
import { guessesOf } from "../network/answers.ts";
import { indexNetwork } from "../network/network.ts";
import { createLab, type Lab } from "../state/lab.ts";
import type { Dispose } from "../state/slice.ts";
import { READING } from "../testing/counting.ts";
import { template } from "../testing/page.ts";
import { SKIPPING } from "../testing/skipping.ts";
import { mountClasses } from "./classes.ts";

function showDoubtful(lab: Lab): { said: () => string; end: Dispose } {
  document.body.innerHTML = template("heads/heads.html");
  const host = document.querySelector<HTMLElement>(".heads") as HTMLElement;
  const end = mountClasses(host, lab);
  lab.reader.describe(indexNetwork(SKIPPING));
  lab.reader.receive({ ...READING, ...guessesOf(new Map(), true), doubtful: true });
  return { said: () => host.querySelector("#doubt")?.textContent ?? "", end };
}

test("a doubt is told of what one has drawn, and not while the pen is down", () => {
  const lab = createLab();
  const { said, end } = showDoubtful(lab);
  expect(said()).not.toBe("");
  lab.session.holdPen(true);
  expect(said()).toBe("");
  lab.session.holdPen(false);
  expect(said()).not.toBe("");
  end();
});

test("an example that greets a newcomer is in no doubt while it is drawn", () => {
  const { said, end } = showDoubtful(createLab({ ink: { history: { ...EMPTY, greeting: true } } }));
  expect(said()).toBe("");
  end();
});
