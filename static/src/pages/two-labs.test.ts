import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { mountClasses } from "../heads/classes.ts";
import { mountInspector } from "../inspector/inspector.ts";
import { mountLecture } from "../lecture/lecture.ts";
import { indexNetwork } from "../network/network.ts";
import { mountPad } from "../pad/pad.ts";
import { mountLeftOut } from "../shell/left-out.ts";
import { mountShell } from "../shell/shell.ts";
import { mountViewSwitch } from "../space/switch.ts";
import { mountLegend } from "../stage/legend.ts";
import { mountOutlines } from "../stage/outlines.ts";
import { mountStage } from "../stage/stage.ts";
import { mountVisibility } from "../stage/visibility.ts";
import { CONTROLS } from "../state/controls.ts";
import { createLab, type Lab } from "../state/lab.ts";
import { endAll } from "../state/slice.ts";
import { recordCanvasCalls } from "../testing/canvas-calls.ts";
import { READING } from "../testing/counting.ts";
import { painted, template } from "../testing/page.ts";
import { SKIPPING } from "../testing/skipping.ts";
import { inEnglish } from "../testing/words.ts";

const need = (page: HTMLElement, selector: string) => page.querySelector(selector) as HTMLElement;

interface Opened {
  readonly page: HTMLElement;
  readonly lab: Lab;
  readonly end: () => void;
}

/** A lab on its own copy of the page's template, which is told all that one page's root element is told. */
function open(): Opened {
  const page = document.createElement("div");
  page.innerHTML = inEnglish(template("lab.html"));
  document.body.append(page);
  const lab = createLab({ reader: { network: indexNetwork(SKIPPING) } });
  const room = (name: string) => need(page, `[data-room="${name}"]`);
  const elsewhere = { styles: room("pad/styles"), preprocessing: room("pad/preprocessing"), page };
  const [pad, stage] = [need(page, ".pad-side"), room("stage")];
  const views = { root: page, stage, space: room("space") };
  const overlay = need(stage, ".overlay") as HTMLCanvasElement;
  const end = endAll(
    mountShell(page, page, lab, null, () => new URL(location.href)),
    mountPad(pad, lab, elsewhere),
    mountClasses(room("heads"), lab),
    mountStage(stage, lab),
    mountOutlines(overlay, need(pad, ".seen-on-pad"), lab),
    mountViewSwitch(need(page, ".views"), views, lab, async () => ({ mountNetwork3d: standing })),
    mountVisibility(room("stage/visibility"), lab),
    mountLegend(room("stage/legend"), lab),
    mountInspector(room("inspector"), lab),
    mountLecture(page, page, stage, lab),
    mountLeftOut(page, page, lab),
  );
  return { page, lab, end };
}

/** In place of the network in space, which needs WebGL. */
function standing(host: HTMLElement) {
  host.hidden = false;
  return { fold: async () => {}, stop: () => host.toggleAttribute("hidden", true) };
}

let before: string[] = [];
let one: Opened;
let other: Opened;

beforeEach(() => {
  recordCanvasCalls();
  vi.stubGlobal("fetch", () => new Promise(() => {})); // no server answers
  document.body.innerHTML = "";
  before = rootNow();
  [one, other] = [open(), open()];
});

afterEach(() => vi.unstubAllGlobals());

const rootNow = () => [...document.documentElement.attributes].map(({ name }) => name);
const ends = () => {
  one.end();
  other.end();
  // Labs leave no attributes on the root element: they belong to the page.
  expect(rootNow()).toEqual(before);
};

test("two labs on one page know nothing of each other", async () => {
  const sure = ({ page }: typeof one) => need(page, ".first-guess .sure").textContent;

  need(other.page, "[data-sample='3']").click();
  await vi.waitFor(() => expect(other.lab.ink.drawing.value).not.toEqual([]));
  expect(one.lab.ink.drawing.value).toEqual([]);

  const probabilities = Float32Array.of(0.75, 0.25);
  other.lab.reader.receive({ ...READING, seq: 4, probabilities });
  expect([sure(one), sure(other)]).toEqual(["", "75.0\u00a0%"]);
  await painted();
  expect([one.lab.reader.painted.value, other.lab.reader.painted.value]).toEqual([0, 4]);

  need(other.page, "[data-toggle=first]").click();
  expect([one.lab.look.hidden.value.size, other.lab.look.hidden.value.size]).toEqual([0, 1]);
  need(other.page, "[data-scope=map]").click();
  expect([one.lab.look.scope.value, other.lab.look.scope.value]).toEqual(["layer", "map"]);

  other.end();
  need(one.page, "[data-sample='7']").click();
  await vi.waitFor(() => expect(one.lab.ink.drawing.value).not.toHaveLength(0));
  expect(other.page.querySelectorAll(".layer, [data-sample]")).toHaveLength(0);
  one.end();
  expect(rootNow()).toEqual(before);
});

test("a cell of one is opened, and the keyboard led to its numbers, in that lab alone", () => {
  const cell = { layer: "first", index: 9 };
  const isOpen = ({ page }: Opened) => [
    !need(page, ".inspector").hidden,
    page.hasAttribute("data-pinned"),
  ];
  one.lab.selection.pin(cell);
  expect([isOpen(one), isOpen(other)]).toEqual([
    [true, true],
    [false, false],
  ]);
  const maps = need(other.page, "[data-layer=first] canvas");
  maps.focus();
  other.lab.selection.pin(other.lab.selection.cell.peek());
  maps.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true }));
  expect(need(other.page, ".inspector").contains(document.activeElement)).toBe(true);
  other.lab.selection.pin(null);
  expect(document.activeElement).toBe(maps);
  expect(isOpen(one)).toEqual([true, true]);
  ends();
});

test("each has its own panels, view and lecture", async () => {
  need(other.page, "[data-opens=keys]").click();
  expect([one, other].map(({ page }) => need(page, ".keys").hidden)).toEqual([true, false]);
  need(other.page, "[data-view='3d']").click();
  await new Promise((done) => setTimeout(done));
  expect([one, other].map(({ page }) => page.dataset.view)).toEqual([undefined, "3d"]);
  one.lab.lecture.giveLecture(true);
  expect([one, other].map(({ page }) => page.hasAttribute("data-lecture"))).toEqual([true, false]);
  ends();
});

test("what describes the maps stands in their own lab", () => {
  for (const { page } of [one, other]) {
    const id = need(page, "[data-layer=first] canvas").getAttribute("aria-describedby");
    expect(need(page, ".stage").contains(document.getElementById(id ?? ""))).toBe(true);
  }
  ends();
});

test("every control can be left out of one lab, and stays in the other", () => {
  const gone = ({ page }: Opened) =>
    new Set(
      [...page.querySelectorAll<HTMLElement>("[data-control]")]
        .filter(({ inert }) => inert)
        .map(({ dataset }) => dataset.control),
    );
  one.lab.lecture.leaveOut(new Set(CONTROLS));
  const onlyInSome = new Set(["relu"]); // this network has no ReLU
  expect(gone(one)).toEqual(new Set(CONTROLS.filter((each) => !onlyInSome.has(each))));
  expect([gone(other).size, other.page.dataset.leftOut]).toEqual([0, ""]);
  need(one.page, "[data-part=more]").click();
  expect(gone(one).size).toBe(0);
  ends();
});
