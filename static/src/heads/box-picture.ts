/** Boxes over the drawing as the network sees it, or over a heat map of its cells. */
import { effect, type ReadonlySignal } from "@preact/signals-core";
import { make, say } from "../dom/element.ts";
import { PixelImage } from "../dom/image.ts";
import { scaleOf } from "../dom/palette.ts";
import { makeSvg } from "../dom/svg.ts";
import { valueAt } from "../math/tensor.ts";
import { type Edges, intersection, scoresOf } from "../network/detections.ts";
import type { Lab } from "../state/lab.ts";
import type { Ground } from "../state/look.ts";
import { decimals } from "../words/numbers.ts";
import { phrase, written } from "../words/phrases.ts";
import { type Boxes, type Fate, fatesOf, pairOf, roundOf } from "./box-rounds.ts";

/** Of the picture of boxes, in its own units: where it is 16 rem wide, text is as large as elsewhere. */
const SIDE = 256;
const TEXT = 13;
const HIGH = 17;

/** Values of rows and columns, 0 paper to 1 ink. */
interface Plane {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float32Array;
}

/** What the picture shows at a time: an outcome (5 + labels, rows, columns), and its boxes. */
export interface Pictured {
  readonly values: ReadonlySignal<Float32Array | null>;
  readonly shape: readonly [number, number];
  readonly boxes: ReadonlySignal<Boxes | null>;
  readonly pair: ReadonlySignal<number | null>;
}

export function mountPicture(host: HTMLElement, lab: Lab, pictured: Pictured) {
  const image = new PixelImage(make("canvas"), 1, 1);
  const over = make("div", { class: "over" });
  const caption = make("figcaption", { class: "note" });
  const framed = make("div", { class: "framed", role: "img" }, [image.canvas, over]);
  host.append(make("figure", { class: "boxes" }, [framed, caption]));
  const stopGround = effect(() => {
    // Colours follow the theme.
    void [lab.look.theme.value, lab.look.palette.value];
    const ground = lab.look.ground.value;
    const plane = planeOf(ground, lab, pictured);
    const { rows, columns } = plane ?? { rows: 1, columns: 1 };
    if (image.canvas.width !== columns || image.canvas.height !== rows) image.resize(columns, rows);
    image.paintValues(plane?.values ?? new Float32Array(1), 1, scaleOf(host));
    say(caption, captionOf(ground, plane));
  });
  const stopBoxes = effect(() => {
    const shown = pictured.boxes.value;
    framed.setAttribute("aria-label", labelOf(shown));
    over.replaceChildren(...(shown === null ? [] : [pictureOf(shown, pictured.pair.value)]));
  });
  return () => {
    stopGround();
    stopBoxes();
  };
}

/** What the boxes lie over; null where it is not known. Reads signals. */
function planeOf(ground: Ground, lab: Lab, { values, shape }: Pictured): Plane | null {
  const [rows, columns] = shape;
  if (ground !== "drawing") {
    const outcome = values.value;
    if (outcome === null) return null;
    const scores = scoresOf(outcome, rows * columns);
    return { rows, columns, values: Float32Array.from(scores[ground]) };
  }
  const image = lab.reader.reading.value?.image;
  if (!image) return null;
  const [, high = 1, wide = 1] = image.shape;
  const inks = Float32Array.from(image.values, (_, at) => valueAt(image, at) ?? 0);
  return { rows: high, columns: wide, values: inks };
}

function captionOf(ground: Ground, plane: Plane | null): string {
  if (plane === null) return phrase("boxes.draw");
  const { rows, columns, values } = plane;
  const size = `${written(rows)}\u00a0×\u00a0${written(columns)}`;
  const largest = decimals(Math.max(...values), 2);
  return phrase(`boxes.caption.${ground}`, { size, largest });
}

function labelOf(shown: Boxes | null): string {
  if (shown === null) return phrase("boxes.draw");
  const fates = fatesOf(shown);
  const stays = shown.boxes.flatMap((box, at) =>
    fates[at] === "stays" || fates[at] === "now"
      ? [`${shown.labels[box.label]} ${decimals(box.score, 2)}`]
      : [],
  );
  return phrase("boxes.picture", { boxes: stays.join(", ") });
}

/** Those that are gone lie below, those that stay above. */
const ORDER: readonly Fate[] = ["gone", "waiting", "struck", "stays", "now"];

function pictureOf(shown: Boxes, chosen: number | null): HTMLElement {
  const fates = fatesOf(shown);
  const other = pairOf(shown, chosen);
  const places = [...shown.boxes.keys()].sort(
    (one, two) => ORDER.indexOf(fates[one] ?? "gone") - ORDER.indexOf(fates[two] ?? "gone"),
  );
  const frames = places.flatMap((at) => {
    const box = shown.boxes[at];
    const compared = at === other ? " compared" : "";
    return box ? [makeSvg("rect", { class: `${fates[at]}${compared}`, ...rectOf(box) })] : [];
  });
  const tags = places.flatMap((at) => {
    const [box, fate] = [shown.boxes[at], fates[at]];
    if (box === undefined || fate === undefined) return [];
    const name = shown.labels[box.label] ?? "";
    if (at === other) return [tagOf(box, `${at + 1}: ${name}`, fate)];
    return fate === "stays" || fate === "now" ? [tagOf(box, name, fate)] : [];
  });
  const svg = makeSvg("svg", { viewBox: `0 0 ${SIDE} ${SIDE}`, "font-size": TEXT }, [
    ...sharedOf(shown, other),
    ...frames,
    ...tags,
  ]);
  return svg as unknown as HTMLElement;
}

/** What the pair of this round covers both. */
function sharedOf(shown: Boxes, other: number | null): SVGElement[] {
  const one = shown.boxes[roundOf(shown)?.kept ?? -1];
  const two = shown.boxes[other ?? -1];
  const both = one && two && intersection(one, two);
  return both ? [makeSvg("rect", { class: "both", ...rectOf(both) })] : [];
}

function rectOf({ left, top, right, bottom }: Edges) {
  return {
    x: left * SIDE,
    y: top * SIDE,
    width: (right - left) * SIDE,
    height: (bottom - top) * SIDE,
  };
}

/** A box's name at its upper left corner, inside the picture; of the one that it is compared with at the lower right. */
function tagOf({ left, top, right, bottom }: Edges, name: string, fate: Fate): SVGElement {
  const wide = 8 * name.length + 6;
  const isOther = fate !== "stays" && fate !== "now";
  const [x, y] = isOther ? [right * SIDE - wide, bottom * SIDE - HIGH] : [left * SIDE, top * SIDE];
  const inside = (at: number, size: number) => Math.max(0, Math.min(SIDE - size, at));
  const [cx, cy] = [inside(x, wide), inside(y, HIGH)];
  const text = makeSvg("text", { x: cx + wide / 2, y: cy + 13, "text-anchor": "middle" });
  text.textContent = name;
  const ground = makeSvg("rect", { x: cx, y: cy, width: wide, height: HIGH });
  return makeSvg("g", { class: `tag ${fate}` }, [ground, text]);
}
