/** Which pixels: the mask of this drawing, how much of it is right once the strokes are labelled, and what the network's skips do. */
import { computed, effect, signal } from "@preact/signals-core";
import { makeButton } from "../dom/button.ts";
import { make, say } from "../dom/element.ts";
import type { Drawing, Point, Stroke } from "../ink/strokes.ts";
import type { Answer } from "../network/answers.ts";
import { allInk, diceOf, type Mask, maskOf, overlapOf, truthOf } from "../network/masks.ts";
import type { Network, Overlap } from "../network/network.ts";
import { switchesOf } from "../network/switches.ts";
import type { Lab } from "../state/lab.ts";
import { type Dispose, endAll } from "../state/slice.ts";
import { percent } from "../words/numbers.ts";
import { counted, course, phrase } from "../words/phrases.ts";
import { nameOfSwitch } from "../words/switches.ts";
import { type MountHead, valuesOf } from "./head.ts";
import { pictureOf, swatchOf } from "./mask-picture.ts";
import { followPointed } from "./pointed-stroke.ts";

type MaskAnswer = Extract<Answer, { kind: "mask" }>;

const DIGIT = 1;

/** Strokes that are clutter, each by its first point: it stays the same when the stroke is drawn on, cut by a moment, or brought back. */
type Marks = ReadonlySet<Point>;

const isMarked = (marks: Marks, { points: [first] }: Stroke) =>
  first !== undefined && marks.has(first);
/** The card's set of drawings by people whose writing was kept aside. */
const SET = "strokes-validation";

interface MaskCard {
  readonly answers?: Readonly<
    Record<string, { readonly overlap?: Readonly<Record<string, Overlap>> }>
  >;
}

export const mountHead: MountHead = (host, lab, needs) => {
  const answer = needs.answer as MaskAnswer;
  const clutter = signal<Marks>(new Set());
  const card = signal<Overlap | null>(null);
  const picture = make("figure", { class: "mask-view" });
  const strokes = make("div", { class: "strokes" });
  const table = make("table", { class: "rows-of-numbers" });
  const note = make("p", { class: "note" });
  const skips = make("div", { class: "switches" });
  host.append(picture, strokes, table, note, skips);
  const fetch = async () => {
    const found = (await needs.fetchCard()) as MaskCard | null;
    card.value = found?.answers?.[answer.name]?.overlap?.[SET] ?? null;
  };
  fetch().catch(() => say(note, phrase("heads.plot.failed")));
  const shown = computed(() => shownOf(answer, clutter.value, lab));
  return endAll(
    effect(() => picture.replaceChildren(...pictureParts(answer, shown.value))),
    mountStrokes(strokes, clutter, lab),
    followPointed(strokes, picture, shown, lab),
    effect(() => fillTable(table, shown.value, card.value, lab)),
    effect(() => {
      const is = shown.value?.is ?? null;
      const count = card.value?.count ?? 0;
      say(note, count === 0 ? "" : phrase(is === null ? "mask.unknown" : "mask.known", { count }));
    }),
    mountSkips(skips, lab, shown),
    () => host.replaceChildren(),
  );
};

interface Shown {
  readonly mask: Mask;
  readonly trivial: Mask;
  /** The true mask, if strokes are labelled and their position in the image is known. */
  readonly is: Mask | null;
}

/** The masks of the drawing; null on a blank pad. Reads signals. */
function shownOf(answer: MaskAnswer, clutter: Marks, lab: Lab): Shown | null {
  const values = valuesOf(answer, lab);
  const reading = lab.reader.reading.value;
  const image = reading?.image?.values;
  if (values === null || image === undefined) return null;
  const mask = maskOf(values, answer.labels.length);
  const trivial = allInk(image);
  const place = reading?.imageOnPad ?? null;
  const drawing = reading?.of?.drawing ?? [];
  const isStrokes = lab.ink.picture.value === null && lab.ink.pixels.value === null;
  const hasClutter = drawing.some((stroke) => isMarked(clutter, stroke));
  if (!hasClutter || place === null || !isStrokes) return { mask: mask, trivial, is: null };
  const of = (isClutter: boolean) =>
    drawing.filter((stroke) => isMarked(clutter, stroke) === isClutter).map(({ points }) => points);
  return { mask: mask, trivial, is: truthOf(image, place, of(false), of(true)) };
}

function pictureParts({ labels }: MaskAnswer, shown: Shown | null): Element[] {
  if (shown === null) return [];
  const rows = labels.map((label, i) => {
    const count = shown.mask.filter((each) => each === i).length;
    return make("li", {}, [
      swatchOf(i),
      make("span", { text: course(label) }),
      make("span", { class: "count", text: String(count) }),
    ]);
  });
  const noteOf = (key: "mask.one" | "mask.wrong") =>
    make("li", { class: "note", text: phrase(key) });
  const notes = shown.is === null ? [] : [noteOf("mask.wrong")];
  return [pictureOf(shown), make("ul", { role: "list" }, [...rows, noteOf("mask.one"), ...notes])];
}

/** A button for each stroke, with its label: what a person must label. */
function mountStrokes(
  host: HTMLElement,
  clutter: { value: Marks; peek(): Marks },
  lab: Lab,
): Dispose {
  const list = make("div", {
    class: "choice",
    role: "group",
    "aria-label": phrase("mask.strokes"),
  });
  const line = makeButton(
    () => {
      if (!drawLine(lab)) return;
      const [first] = lab.ink.drawing.peek().at(-1)?.points ?? [];
      if (first !== undefined) clutter.value = new Set(clutter.peek()).add(first);
    },
    { class: "link", text: phrase("mask.line") },
  );
  host.append(make("h3", { text: phrase("mask.strokes") }), list, line);
  const buttons: HTMLElement[] = [];
  let before: Drawing = [];
  return effect(() => {
    const drawing = lab.ink.drawing.value;
    const count = drawing.length;
    const moved = settled(clutter.peek(), before, drawing);
    before = drawing;
    if (moved !== null) clutter.value = moved;
    while (buttons.length > count) buttons.pop()?.remove();
    for (let i = buttons.length; i < count; i++) {
      const button = makeButton(() => {
        const [first] = lab.ink.drawing.peek()[i]?.points ?? [];
        if (first === undefined) return;
        const next = new Set(clutter.peek());
        if (!next.delete(first)) next.add(first);
        clutter.value = next;
      });
      buttons.push(button);
      list.append(button);
    }
    for (const [i, button] of buttons.entries()) {
      const stroke = drawing[i];
      const isClutter = stroke !== undefined && isMarked(clutter.value, stroke);
      button.setAttribute("aria-pressed", String(isClutter));
      say(button, phrase(isClutter ? "mask.stroke.clutter" : "mask.stroke.digit", { n: i + 1 }));
    }
    line.hidden = count === 0 || lab.ink.picture.value !== null;
  });
}

/** The most that a link's grid moves a point, as a part of the pad's side. */
const GRID = 0.01;

/** Marks on the strokes of a drawing that was laid on a link's grid; null where it is another drawing. */
function settled(marks: Marks, before: Drawing, after: Drawing): Marks | null {
  const isSame =
    before.length === after.length &&
    before.every(({ points }, i) => {
      const other = after[i]?.points ?? [];
      const [[x, y] = [0, 0], [u, v] = [1, 1]] = [points[0], other[0]];
      return points.length === other.length && Math.hypot(x - u, y - v) < GRID;
    });
  const marked = before.flatMap((stroke, i) =>
    isMarked(marks, stroke) ? (after[i]?.points.slice(0, 1) ?? []) : [],
  );
  const isNew = marked.some((point) => !marks.has(point));
  return isSame && isNew ? new Set([...marks, ...marked]) : null;
}

/** How far the line is below the drawing, and how far it reaches beyond it on both sides, as parts of the pad's side. */
const BELOW = 0.07;
const BEYOND = 0.1;
const POINTS = 16;

/** Draws a line under the drawing, or above it if there is no room: clutter whose true label is known. */
function drawLine({ ink }: Lab): boolean {
  const points = ink.drawing.peek().flatMap((stroke) => stroke.points);
  if (points.length === 0) return false;
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
  const [left, right] = [Math.min(...xs) - BEYOND, Math.max(...xs) + BEYOND];
  const low = Math.max(...ys) + BELOW;
  const y = low <= 1 - BELOW / 2 ? low : Math.min(...ys) - BELOW;
  const at = (i: number) => {
    const x = left + ((right - left) * i) / POINTS;
    return [Math.max(0.02, Math.min(0.98, x)), Math.max(0.02, y + (0.02 * i) / POINTS)] as const;
  };
  ink.change({ type: "begin", point: at(0), width: ink.brush.peek() });
  ink.change({ type: "extend", points: Array.from({ length: POINTS }, (_, i) => at(i + 1)) });
  return true;
}

const OVERLAPS = ["mask.iou", "mask.dice"] as const;

/** The overlap of the network and of the baseline without a network, on this drawing and on the card's. */
function fillTable(table: HTMLElement, shown: Shown | null, card: Overlap | null, lab: Lab): void {
  const off = lab.reader.network.value?.off ?? new Set<string>();
  const is = shown?.is ?? null;
  const here = (mask: Mask | undefined) => (mask && is ? overlapOf(mask, is, DIGIT).iou : null);
  const rows = [
    [
      phrase(off.size === 0 ? "mask.network" : "mask.network.off"),
      here(shown?.mask),
      kept(card, off),
    ],
    [phrase("mask.baseline"), here(shown?.trivial), card?.baseline.digit ?? null],
  ] as const;
  const cell = (value: number | null) =>
    make("td", { text: value === null ? "–" : percent(value) });
  const both = (iou: number | null) => [cell(iou), cell(iou === null ? null : diceOf(iou))];
  const head = (text: string, span = "1") => make("th", { scope: "col", colspan: span, text });
  table.replaceChildren(
    make("thead", {}, [
      make("tr", {}, [head(""), head(phrase("mask.here"), "2"), head(phrase("mask.kept"), "2")]),
      make("tr", {}, [
        head(phrase("mask.of")),
        ...[...OVERLAPS, ...OVERLAPS].map((key) => head(phrase(key))),
      ]),
    ]),
    make(
      "tbody",
      {},
      rows.map(([name, iou, others]) =>
        make("tr", {}, [make("th", { scope: "row", text: name }), ...both(iou), ...both(others)]),
      ),
    ),
  );
}

/** The card's overlap of the network as it is switched now; null if that was not measured. */
function kept(card: Overlap | null, off: ReadonlySet<string>): number | null {
  if (card === null) return null;
  const [one] = off;
  if (one === undefined) return card.network.digit ?? null;
  // The card has measured each switch alone, and all together.
  const { all, ...each } = card.without ?? {};
  const isAll = off.size === Object.keys(each).length;
  return (off.size === 1 ? each[one] : isAll ? all : undefined)?.digit ?? null;
}

/** The switches of the network's skips. */
function mountSkips(host: HTMLElement, lab: Lab, shown: { readonly value: Shown | null }): Dispose {
  const network = () => lab.reader.network.value as Network;
  const all = switchesOf((network().whole ?? network()).description);
  if (all.length === 0) return () => {};
  const buttons = all.map((each) => {
    const name = nameOfSwitch(each, network());
    return makeButton(() => lab.look.switchEdge(each.name), {
      role: "switch",
      "data-skip": each.name,
      text: name,
    });
  });
  const row = make("div", { class: "row", role: "group", "aria-label": phrase("mask.skips") });
  row.append(...buttons);
  const note = make("p", { class: "note", role: "status" });
  host.append(make("h3", { text: phrase("mask.skips") }), row, note);
  /** What the network said of this drawing with all skips on. */
  let whole: { readonly mask: Mask; readonly drawing: unknown } | null = null;
  return endAll(
    effect(() => {
      const off = lab.look.off.value;
      for (const [i, button] of buttons.entries())
        button.setAttribute("aria-checked", String(!off.has(all[i]?.name ?? "")));
    }),
    effect(() => {
      const now = shown.value;
      const drawing = lab.ink.drawing.value;
      const count = network().off.size;
      if (count === 0) whole = now && { mask: now.mask, drawing };
      const isKnown = now !== null && count > 0 && whole?.drawing === drawing;
      say(note, isKnown && whole ? whatChanged(whole.mask, now, count) : phrase("mask.skips.try"));
    }),
  );
}

/** What cut skips did to this drawing: how many pixels, and where the truth is known, its overlap. */
export function whatChanged(
  before: Mask,
  { mask, is }: Pick<Shown, "mask" | "is">,
  cut: number,
): string {
  const changed = mask.filter((each, i) => each !== before[i]).length;
  if (changed === 0) return phrase(cut === 1 ? "mask.skips.none" : "mask.skips.none.all");
  const pixels = counted("mask.skips.changed", changed);
  if (is === null) return pixels;
  const [from, to] = [before, mask].map((each) => percent(overlapOf(each, is, DIGIT).iou));
  return `${pixels} ${phrase("mask.skips.iou", { before: from ?? "", after: to ?? "" })}`;
}
