/** A mask as a picture: each kind of ink in its colour and its pattern, and frames where it is wrong. */
import { make } from "../dom/element.ts";
import { makeSvg } from "../dom/svg.ts";
import type { Mask } from "../network/masks.ts";

/** The style sheet's class for each label; paper stays blank. */
const KINDS = ["paper", "digit", "clutter"] as const;

export interface Shown {
  readonly mask: Mask;
  /** The true mask, if it is known. */
  readonly is: Mask | null;
}

/** Hidden from readers: the numbers beside it say the same. */
export function pictureOf({ mask, is }: Shown): SVGSVGElement {
  const side = Math.sqrt(mask.length);
  const wrong = mask.flatMap((each, i) => (is !== null && is[i] !== each ? [i] : []));
  return makeSvg("svg", { class: "mask", viewBox: `0 0 ${side} ${side}`, "aria-hidden": "true" }, [
    ...[1, 2].flatMap((label) => kindOf(mask, label, side)),
    makeSvg("path", { class: "wrong", d: wrong.map((i) => square(i, side)).join("") }),
  ]);
}

function kindOf(mask: Mask, label: number, side: number): SVGElement[] {
  const pixels = mask.flatMap((each, i) => (each === label ? [i] : []));
  const name = KINDS[label] ?? "paper";
  if (name === "paper") return [];
  const filled = makeSvg("path", {
    class: name,
    d: pixels.map((i) => square(i, side)).join(""),
  });
  if (name === "digit") return [filled];
  return [
    filled,
    makeSvg("path", { class: "hatch", d: pixels.map((i) => hatch(i, side)).join("") }),
  ];
}

const square = (i: number, side: number) => `M${i % side} ${Math.floor(i / side)}h1v1h-1z`;

/** A pixel's diagonal line, which continues in its neighbours' lines. */
const hatch = (i: number, side: number) => `M${i % side} ${Math.floor(i / side) + 1}l1 -1`;

/** A sample of a label's colour and pattern, for the text beside it. */
export function swatchOf(label: number): HTMLElement {
  const svg = makeSvg("svg", { class: "mask", viewBox: "0 0 2 2", "aria-hidden": "true" }, [
    ...kindOf([label, label, label, label], label, 2),
  ]);
  return make("span", { class: "swatch" }, [svg]);
}
