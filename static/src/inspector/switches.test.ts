/** Switches in the right column, and what of the page follows them. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { withOneOpen } from "../network/blocks.ts";
import { indexNetwork } from "../network/network.ts";
import { createLab, type Lab } from "../state/lab.ts";
import { SWITCHING } from "../testing/switching.ts";
import "../testing/words.ts";
import { mountSwitches } from "./switches.ts";

let lab: Lab;
let guide: HTMLElement;
let host: HTMLElement;
let unmount: () => void;
const switches = () => [...host.querySelectorAll<HTMLElement>("[role=switch]")];
const named = (name: string) => host.querySelector<HTMLElement>(`[data-switch="${name}"]`);
/** As `stage/blocks.ts` describes the network anew. */
const show = (open: string | null) =>
  lab.reader.describe(withOneOpen(SWITCHING, open, lab.look.off.peek()));

beforeEach(() => {
  document.body.innerHTML =
    '<section><p class="crumbs"></p><h2></h2><p class="try"></p><section hidden></section></section>';
  guide = document.querySelector("section") as HTMLElement;
  host = guide.querySelector("section") as HTMLElement;
  lab = createLab();
  unmount = mountSwitches(host, lab);
});
afterEach(() => unmount());

const all = (which: "on" | "off") => host.querySelector<HTMLElement>(`[data-all="${which}"]`);

test("without a network, and of one that has none, nothing is shown", () => {
  expect(host.hidden).toBe(true);
  lab.reader.describe({ ...SWITCHING, description: { ...SWITCHING.description, blocks: [] } });
  expect(host.hidden).toBe(true);
  expect(host.children).toHaveLength(0);
});

test("of a network all are there, under the titles of their blocks, and of an open block its own, first in the column", () => {
  show(null);
  expect(host.hidden).toBe(false);
  expect([...host.querySelectorAll("h3")].map(({ textContent }) => textContent)).toEqual([
    "Block 1",
    "Block 2",
  ]);
  expect(switches().map((each) => each.getAttribute("aria-label") ?? each.textContent)).toEqual([
    "Shortcut past Block 1",
    "Branch conv 1 × 1 of Block 2",
    "Branch conv 5 × 5 of Block 2",
  ]);
  expect(host.querySelector(".all")?.getAttribute("aria-label")).toBe("All shortcuts");
  expect(host.previousElementSibling?.className).toBe("try");
  show("two");
  expect(switches().map(({ dataset }) => dataset.switch)).toEqual(["narrow", "wide"]);
  expect(host.previousElementSibling?.className).toBe("crumbs");
  show(null);
  expect(host.previousElementSibling?.className).toBe("try");
});

test("a switch is pressed off and on, says so, and keeps the keyboard", () => {
  show("two");
  const wide = named("wide");
  wide?.focus();
  wide?.click();
  expect([...lab.look.off.value]).toEqual(["wide"]);
  show("two");
  expect(named("wide")).toBe(wide);
  expect(document.activeElement).toBe(wide);
  expect(wide?.getAttribute("aria-checked")).toBe("false");
  expect(host.querySelector("[role=status]")?.textContent).toBe("2 of 3 carry their values.");
  expect(all("on")?.getAttribute("aria-pressed")).toBe("false");
  expect(all("off")?.getAttribute("aria-pressed")).toBe("false");
  wide?.click();
  expect(lab.look.off.value.size).toBe(0);
});

test("all go off together, whatever was off before, and on again", () => {
  lab.look.switchOff(["wide"]);
  show(null);
  all("off")?.click();
  expect([...lab.look.off.value]).toEqual(["shortcut1", "narrow", "wide"]);
  show(null);
  expect(switches().every((each) => each.getAttribute("aria-checked") === "false")).toBe(true);
  expect(all("off")?.getAttribute("aria-pressed")).toBe("true");
  all("on")?.click();
  expect(lab.look.off.value.size).toBe(0);
});

test("a network without these switches takes them out of the state, and says so", () => {
  lab.look.switchOff(["wide", "skip9"]);
  show(null);
  expect([...lab.look.off.value]).toEqual(["wide"]);
  expect(lab.look.ignored.value).toEqual(["skip9"]);
});

test("of skips that were left out in training it is said that the network learned to do without", () => {
  const { description } = SWITCHING;
  const asSkips = {
    ...description,
    blocks: description.blocks.map((block) => ({
      ...block,
      switches: block.switches.map((each) => ({ ...each, kind: "skip" as const })),
    })),
  };
  const said = () => [...host.querySelectorAll(".note")].at(-1)?.textContent;
  lab.reader.describe(indexNetwork(asSkips));
  expect(said()).toContain("trained with all of its skips");
  lab.reader.describe(indexNetwork(asSkips, { dropped: { shortcut1: 0.25 } }));
  expect(said()?.replaceAll("\u00a0", " ")).toContain("left out of 25 % of the drawings");
});
