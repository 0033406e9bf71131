import { expect, test } from "vitest";
import { guessesOf } from "../network/answers.ts";
import { indexNetwork } from "../network/network.ts";
import { createLab } from "../state/lab.ts";
import { READING } from "../testing/counting.ts";
import { template } from "../testing/page.ts";
import { SKIPPING } from "../testing/skipping.ts";
import { mountClasses } from "./classes.ts";

test("a doubt is told of what one has drawn, and not while a stroke or an example is half drawn", () => {
  document.body.innerHTML = template("heads/heads.html");
  const host = document.querySelector<HTMLElement>(".heads") as HTMLElement;
  const lab = createLab();
  const end = mountClasses(host, lab);
  lab.reader.describe(indexNetwork(SKIPPING));
  const doubtful = { ...READING, ...guessesOf(new Map(), true), doubtful: true };
  lab.reader.receive(doubtful);
  const said = () => host.querySelector("#doubt")?.textContent;
  expect(said()).not.toBe("");
  lab.session.penDown.value = true;
  expect(said()).toBe("");
  lab.session.penDown.value = false;
  expect(said()).not.toBe("");
  lab.ink.history.value = { ...lab.ink.history.value, greeting: true };
  expect(said()).toBe("");
  end();
});
