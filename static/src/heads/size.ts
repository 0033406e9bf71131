/** How large digits may be for a network that does not scale them to one size: a hint on the pad, and how it does on other sizes, by its card. */
import { effect } from "@preact/signals-core";
import { makeButton } from "../dom/button.ts";
import { make, say } from "../dom/element.ts";
import type { Drawing, Stroke } from "../ink/strokes.ts";
import type { Sizes } from "../network/network.ts";
import { GUESSES } from "../state/covers.ts";
import type { Lab } from "../state/lab.ts";
import type { Dispose } from "../state/slice.ts";
import { inPercent } from "../words/numbers.ts";
import { phrase, written } from "../words/phrases.ts";
import { exampleCanvas } from "./example-canvas.ts";

/** A drawing whose digits are larger or smaller than those that the network learned from. */
export interface Misfit {
  readonly is: "large" | "small";
  /** As a part of the pad's side. */
  readonly size: number;
  /** The part of single digits of this size that the network finds. */
  readonly part: number;
}

/** The size of which the network finds the largest part of single digits, and that part. */
export function bestOf({ found }: Sizes): readonly [size: number, part: number] {
  return found.reduce((best, row) => (row[1] > best[1] ? row : best), [0, 0] as const);
}

/** Linear between two measured sizes; beyond the first and the last the value of that one. */
export function partAt(size: number, { found }: Sizes): number {
  const after = found.findIndex(([each]) => each >= size);
  const [one, other] = [found[after - 1], found[after] ?? found.at(-1)];
  if (other === undefined) return 0;
  if (one === undefined || after < 0) return other[1];
  return one[1] + ((size - one[0]) / (other[0] - one[0])) * (other[1] - one[1]);
}

/** Null if no figure is larger, and the drawing as a whole is no smaller, than the digits that the network learned from. */
export function misfitOf(drawing: Drawing, sizes: Sizes): Misfit | null {
  if (drawing.length === 0) return null;
  const { smallest, largest } = sizes.learned;
  const size = Math.max(...figuresOf(drawing).map(longestSide));
  if (size > largest) return { is: "large", size, part: partAt(size, sizes) };
  const all = longestSide(drawing);
  return all < smallest ? { is: "small", size: all, part: partAt(all, sizes) } : null;
}

/** A figure is a set of strokes that touch: one digit or several. */
export function figuresOf(drawing: Drawing): readonly Drawing[] {
  const figures: Stroke[][] = [];
  for (const stroke of drawing) {
    const touched = figures.filter((figure) => figure.some((each) => touch(each, stroke)));
    for (const figure of touched) figures.splice(figures.indexOf(figure), 1);
    figures.push([...touched.flat(), stroke]);
  }
  return figures;
}

/** Roughly the most points of a stroke that are compared with those of another. */
const COMPARED = 200;

/** Whether points of both are nearer than the pen is wide. */
function touch(one: Stroke, other: Stroke): boolean {
  const near = Math.max(one.width, other.width) ** 2;
  const [these, those] = [one, other].map(({ points }) => {
    const step = Math.ceil(points.length / COMPARED);
    return points.filter((_, i) => i % step === 0 || i === points.length - 1);
  });
  return (these ?? []).some(([x, y]) =>
    (those ?? []).some(([u, v]) => (x - u) ** 2 + (y - v) ** 2 <= near),
  );
}

function longestSide(drawing: Drawing): number {
  const spans = ([0, 1] as const).map((axis) => {
    const all = drawing.flatMap(({ points }) => points.map((point) => point[axis]));
    return all.reduce((a, b) => Math.max(a, b), 0) - all.reduce((a, b) => Math.min(a, b), 1);
  });
  return Math.max(0, ...spans);
}

/** All of it smaller or larger by one factor, around the middle of the pad. */
export function scaled(drawing: Drawing, factor: number): Drawing {
  const to = (value: number) => 0.5 + factor * (value - 0.5);
  return drawing.map((stroke) => ({
    ...stroke,
    points: stroke.points.map(([x, y]) => [to(x), to(y)] as const),
  }));
}

/** Without decimals: pen strokes are no more exact. */
const about = (part: number) => inPercent(written(Math.round(100 * part)));

/** `before`: the words follow it; `pad`: the hint lies over it. */
export function mountSize(before: HTMLElement, pad: HTMLElement, lab: Lab): Dispose {
  const hint = make("span", { class: "size-hint", "aria-hidden": "true", hidden: "" });
  const words = make("span");
  const shrink = makeButton(() => shrinkAll(lab), { class: "link" });
  const example = makeButton(
    () => {
      const drawing = exampleCanvas(lab.ink.brush.peek());
      lab.ink.change({ type: "replace", drawing });
    },
    { class: "link", text: phrase("size.example") },
  );
  const parts = [words, shrink, example];
  const note = make("p", { class: "note size-note", role: "status", hidden: "" }, parts);
  before.after(note);
  pad.append(hint);
  const end = effect(() => {
    const sizes = sizesOf(lab);
    const isDrawn = lab.ink.picture.value === null && lab.ink.pixels.value === null;
    const isLooked = isDrawn && !lab.session.penDown.value;
    const misfit = sizes && isLooked ? misfitOf(lab.ink.drawing.value, sizes) : null;
    const isBlank = lab.ink.empty.value && lab.ink.pixels.value === null;
    const isShown = sizes !== null && (isBlank || misfit !== null);
    hint.hidden = sizes === null || !(isBlank || misfit?.is === "large");
    note.hidden = !isShown || lab.lecture.isCovered(GUESSES);
    shrink.hidden = misfit?.is !== "large";
    example.hidden = !isBlank;
    if (sizes === null) return;
    const [best] = bestOf(sizes);
    hint.style.setProperty("--size", best.toFixed(3));
    say(shrink, phrase("size.shrink", { best: about(best) }));
    if (isShown) say(words, `${misfit === null ? phrase("size.blank") : inWords(misfit, sizes)} `);
  });
  return () => {
    end();
    note.remove();
    hint.remove();
  };
}

/** The misfit of the drawing on the pad and what it leads to; "" if the size fits. Reads signals. */
export function sizeInWords(lab: Lab): string {
  const sizes = sizesOf(lab);
  const isDrawn = lab.ink.picture.value === null && lab.ink.pixels.value === null;
  const isLooked = isDrawn && !lab.session.penDown.value;
  const misfit = sizes && isLooked ? misfitOf(lab.ink.drawing.value, sizes) : null;
  return misfit && sizes ? inWords(misfit, sizes) : "";
}

/** How much the network finds of single digits of that size, beside the size that it finds best. */
function inWords({ is, size, part }: Misfit, sizes: Sizes): string {
  const [best, most] = bestOf(sizes);
  const values = { size: about(size), part: about(part), best: about(best), most: about(most) };
  return is === "large" ? phrase("size.large", values) : phrase("size.small", values);
}

/** Scales the drawing so that its largest figure has the size that the network finds best. */
function shrinkAll(lab: Lab): void {
  const [drawing, sizes] = [lab.ink.history.peek().drawing, sizesOf(lab)];
  const misfit = sizes && misfitOf(drawing, sizes);
  if (!misfit) return;
  const factor = bestOf(sizes)[0] / misfit.size;
  lab.ink.change({ type: "replace", drawing: scaled(drawing, factor) });
}

/** The sizes on the card of a network that does not scale digits; null for another network. Reads signals. */
function sizesOf(lab: Lab): Sizes | null {
  return lab.reader.network.value?.card?.sizes ?? null;
}
