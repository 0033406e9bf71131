import { expect, test } from "vitest";
import { mountClasses } from "../heads/classes.ts";
import { indexNetwork } from "../network/network.ts";
import { mountPad } from "../pad/pad.ts";
import { mountLegend } from "../stage/legend.ts";
import { mountStage } from "../stage/stage.ts";
import { mountVisibility } from "../stage/visibility.ts";
import { createLab, type Lab } from "../state/lab.ts";
import { endAll } from "../state/slice.ts";
import { recordCanvasCalls } from "../testing/canvas-calls.ts";
import { READING } from "../testing/counting.ts";
import { template } from "../testing/page.ts";
import { SKIPPING } from "../testing/skipping.ts";
import { inEnglish } from "../testing/words.ts";

const need = (page: HTMLElement, selector: string) => page.querySelector(selector) as HTMLElement;

/** A lab on its own copy of the page's template. */
function open(): { page: HTMLElement; lab: Lab; end: () => void } {
  const page = document.createElement("div");
  page.innerHTML = inEnglish(template("lab.html"));
  document.body.append(page);
  const lab = createLab({ reader: { network: indexNetwork(SKIPPING) } });
  const room = (name: string) => need(page, `[data-room="${name}"]`);
  const elsewhere = { styles: room("pad/styles"), preprocessing: room("pad/preprocessing"), page };
  const end = endAll(
    mountPad(need(page, ".pad-side"), lab, elsewhere),
    mountClasses(room("heads"), lab),
    mountStage(room("stage"), lab),
    mountVisibility(room("stage/visibility"), lab),
    mountLegend(room("stage/legend"), lab),
  );
  return { page, lab, end };
}

test("two labs on one page know nothing of each other", async () => {
  recordCanvasCalls();
  document.body.innerHTML = "";
  const before = [...document.documentElement.attributes].map(({ name }) => name);
  const [one, other] = [open(), open()];
  const sure = ({ page }: typeof one) => need(page, ".first-guess .sure").textContent;

  need(other.page, "[data-sample='3']").click();
  expect(one.lab.ink.drawing.value).toEqual([]);
  expect(other.lab.ink.drawing.value).not.toEqual([]);

  const probabilities = Float32Array.of(0.75, 0.25);
  other.lab.reader.receive({ ...READING, seq: 4, probabilities });
  expect([sure(one), sure(other)]).toEqual(["", "75.0 %"]);
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  expect([one.lab.reader.painted.value, other.lab.reader.painted.value]).toEqual([0, 4]);

  need(other.page, "[data-toggle=first]").click();
  expect([one.lab.look.hidden.value.size, other.lab.look.hidden.value.size]).toEqual([0, 1]);
  need(other.page, "[data-scope=map]").click();
  expect([one.lab.look.scope.value, other.lab.look.scope.value]).toEqual(["layer", "map"]);

  other.end();
  need(one.page, "[data-sample='7']").click();
  expect(one.lab.ink.drawing.value).not.toHaveLength(0);
  expect(other.page.querySelectorAll(".layer, [data-sample]")).toHaveLength(0);
  // What the root element says of a state is the page's to say.
  expect([...document.documentElement.attributes].map(({ name }) => name)).toEqual(before);
  one.end();
});
