/** Where: boxes over the drawing or over their heat map, suppression round by round, and what the threshold costs on a thousand canvases. */
import { batch, computed, effect, type ReadonlySignal, signal } from "@preact/signals-core";
import { makeButton } from "../dom/button.ts";
import { make, say } from "../dom/element.ts";
import { listen } from "../events/listen.ts";
import { rounded } from "../math/numbers.ts";
import { valueAt } from "../math/tensor.ts";
import type { Answer } from "../network/answers.ts";
import { boxesOf, type Detection, keptOf, roundsOf } from "../network/detections.ts";
import type { Planes, Slid } from "../network/slid.ts";
import type { Lab } from "../state/lab.ts";
import { GROUNDS } from "../state/look.ts";
import { type Dispose, endAll } from "../state/slice.ts";
import { decimals } from "../words/numbers.ts";
import { phrase } from "../words/phrases.ts";
import { mountPicture } from "./box-picture.ts";
import { type Boxes, mountRounds } from "./box-rounds.ts";
import { type HeadNeeds, type MountHead, valuesOf } from "./head.ts";
import { type Curve, curveOf, type DetectionCard, precisionPlot } from "./precision.ts";
import { sizeInWords } from "./size.ts";
import { followSlid, type SlidNow, windowsOf } from "./slid-windows.ts";

/** The labels of LeNet-5. */
const DIGITS = [..."0123456789"];

type BoxesAnswer = Extract<Answer, { kind: "boxes" }>;

export const mountHead: MountHead = (host, lab, needs) => {
  const answer = needs.answer as BoxesAnswer;
  const [, rows = 1, columns = 1] =
    needs.network.graph.byName.get(answer.operation)?.output_shape ?? [];
  const values = computed(() => valuesOf(answer, lab));
  const boxes = computed(() => boxesNow(values.value, [rows, columns], answer.labels, lab));
  const pair = signal<number | null>(null);
  const image = computed(() => imageOf(lab));
  const slid = signal<Slid | null>(null);
  const problem = signal("");
  // Where digits are does not depend on where the visitor's sliders stand.
  const found = computed(() => values.value && keptOf(boxesOf(values.value, [rows, columns])));
  const slidNow = computed(() => slidOver(slid.value, image.value, found.value, problem.value));
  const [picture, steps, sliders, table, measured] = [
    make("div"),
    make("div"),
    make("div", { class: "sliders" }),
    make("div", { class: "rounds" }),
    make("div"),
  ];
  const parts = make("div", { class: "parts" }, [picture, steps, sliders, table, measured]);
  host.append(make("div", { class: "where" }, [parts]));
  const shown = { values, boxes, pair, image, slid: slidNow };
  return endAll(
    followSlid(lab, image, needs, (next, why) => {
      batch(() => {
        slid.value = next;
        problem.value = why;
      });
    }),
    mountGrounds(picture, lab),
    mountMisfit(picture, lab),
    mountPicture(picture, lab, { ...shown, shape: [rows, columns] }),
    mountSlider(sliders, phrase("boxes.threshold"), lab.look.threshold, lab.look.cutAt),
    mountSlider(sliders, phrase("boxes.limit"), lab.look.overlap, lab.look.letOverlap),
    mountRounds(steps, table, lab, boxes, pair),
    mountMeasured(measured, lab, needs),
    () => host.replaceChildren(),
  );
};

/** The drawing's boxes, and how far suppression is shown; null where nothing is known. Reads signals. */
function boxesNow(
  values: Float32Array | null,
  shape: readonly [number, number],
  labels: readonly string[],
  { look, reader }: Lab,
): Boxes | null {
  if (values === null) return null;
  const [threshold, limit] = [look.threshold.value, look.overlap.value];
  const boxes = boxesOf(values, shape, threshold);
  const rounds = roundsOf(boxes, limit);
  const end = rounds.length + 1;
  const at = Math.min(look.round.value ?? end, end);
  const pixels = (reader.network.value?.side ?? 1) ** 2;
  return { labels, pixels, boxes, rounds, threshold, limit, at };
}

/** The drawing as the network sees it; null of a blank pad. Reads signals. */
function imageOf({ reader }: Lab): Planes | null {
  const reading = reader.reading.value;
  if (!reading?.image || reading.blank) return null;
  const { image } = reading;
  const [channels = 1, rows = 1, columns = 1] = image.shape;
  const values = Float32Array.from(image.values, (_, at) => valueAt(image, at) ?? 0);
  return { channels, rows, columns, values };
}

/** LeNet-5's guess in each window; the detector finds the digits at its own thresholds. */
function slidOver(
  slid: Slid | null,
  image: Planes | null,
  found: readonly Detection[] | null,
  problem: string,
): SlidNow {
  // Where the answer is covered, the windows would give it away.
  if (found === null) return { windows: null, labels: DIGITS, found: 0, problem };
  const windows = slid && image && windowsOf(slid, image, found);
  return { windows, labels: DIGITS, found: found.length, problem };
}

function mountGrounds(host: HTMLElement, { look }: Lab): Dispose {
  const buttons = GROUNDS.map((ground) =>
    makeButton(() => look.useGround(ground), { text: phrase(`ground.${ground}`) }),
  );
  host.append(
    make("div", { class: "choice", role: "group", "aria-label": phrase("boxes.ground") }, buttons),
  );
  return effect(() => {
    for (const [i, button] of buttons.entries())
      button.setAttribute("aria-pressed", String(GROUNDS[i] === look.ground.value));
  });
}

/** Explains, right above the boxes, that they are wrong because of the digits' size. */
function mountMisfit(host: HTMLElement, lab: Lab): Dispose {
  const words = make("p", { class: "misfit" });
  host.append(words);
  return effect(() => {
    const text = sizeInWords(lab);
    words.hidden = text === "";
    say(words, text);
  });
}

/** A slider for a number from 0 to 1, in hundredths. */
function mountSlider(
  host: HTMLElement,
  name: string,
  value: ReadonlySignal<number>,
  set: (value: number) => void,
): Dispose {
  const slider = make("input", { type: "range", min: "0.05", max: "0.95", step: "0.01" });
  const now = make("output");
  host.append(make("label", { class: "slider" }, [make("span", { text: name }), slider, now]));
  return endAll(
    listen(slider, { input: () => set(rounded(Number(slider.value), 2)) }),
    effect(() => {
      slider.value = String(value.value);
      say(now, decimals(value.value, 2));
    }),
  );
}

/** The curve of the card, with a dot for the threshold. */
function mountMeasured(host: HTMLElement, { look }: Lab, needs: HeadNeeds): Dispose {
  const curve = signal<Curve | null>(null);
  const figure = make("figure", { class: "agreement" });
  const problem = make("p", { class: "note" });
  host.append(make("h3", { text: phrase("precision.title") }), figure, problem);
  const fetch = async () => {
    curve.value = curveOf((await needs.fetchCard()) as DetectionCard | null, needs.answer.name);
    if (curve.value === null) say(problem, phrase("heads.plot.none"));
  };
  fetch().catch(() => say(problem, phrase("heads.plot.failed")));
  return effect(() => {
    const known = curve.value;
    if (known === null) return;
    figure.replaceChildren(...precisionPlot(known, look.threshold.value, look.overlap.value));
  });
}
