/** Boxes over the drawing as the network sees it, or over a heat map of its cells. */
import { effect, type ReadonlySignal, type Signal, signal } from "@preact/signals-core";
import { make, say } from "../dom/element.ts";
import { PixelImage } from "../dom/image.ts";
import { scaleOf } from "../dom/palette.ts";
import { makeSvg } from "../dom/svg.ts";
import { listen } from "../events/listen.ts";
import { type Edges, intersection, scoresOf } from "../network/detections.ts";
import type { Planes } from "../network/slid.ts";
import type { Lab } from "../state/lab.ts";
import type { Ground } from "../state/look.ts";
import { type Dispose, endAll } from "../state/slice.ts";
import { decimals } from "../words/numbers.ts";
import { phrase, written } from "../words/phrases.ts";
import { type Boxes, type Fate, fatesOf, pairOf, roundOf } from "./box-rounds.ts";
import {
  type SlidNow,
  windowByKey,
  windowInWords,
  windowsInWords,
  windowsPicture,
} from "./slid-windows.ts";

/** The picture's sizes in its own units; text has its usual size where the picture is 16 rem wide. */
const SIDE = 256;
const TEXT = 13;
const HIGH = 17;

/** What the picture shows now: an answer's values (5 + labels, rows, columns), and its boxes. */
export interface Pictured {
  readonly values: ReadonlySignal<Float32Array | null>;
  readonly shape: readonly [number, number];
  readonly boxes: ReadonlySignal<Boxes | null>;
  readonly pair: ReadonlySignal<number | null>;
  /** The drawing as the network sees it, 0 paper to 1 ink. */
  readonly image: ReadonlySignal<Planes | null>;
  readonly slid: ReadonlySignal<SlidNow>;
}

export function mountPicture(host: HTMLElement, lab: Lab, pictured: Pictured): Dispose {
  const image = new PixelImage(make("canvas"), 1, 1);
  const over = make("div", { class: "over" });
  const caption = make("figcaption", { class: "note" });
  const framed = make("div", { class: "framed" }, [image.canvas, over]);
  host.append(make("figure", { class: "boxes" }, [framed, caption]));
  const chosen = signal<number | null>(null);
  return endAll(
    effect(() => {
      // Colours follow the theme.
      void [lab.look.theme.value, lab.look.palette.value];
      const plane = planeOf(lab.look.ground.value, pictured);
      const { rows, columns } = plane ?? { rows: 1, columns: 1 };
      if (image.canvas.width !== columns || image.canvas.height !== rows)
        image.resize(columns, rows);
      image.paintValues(plane?.values ?? new Float32Array(1), 1, scaleOf(host));
    }),
    effect(() => {
      const ground = lab.look.ground.value;
      const isSlid = ground === "slid";
      framed.setAttribute("role", isSlid ? "application" : "img");
      framed.toggleAttribute("data-slid", isSlid);
      if (isSlid) framed.tabIndex = 0;
      else framed.removeAttribute("tabindex");
      const [what, words] = isSlid
        ? slidNow(pictured, chosen.value)
        : boxesNow(ground, pictured, planeOf(ground, pictured));
      framed.setAttribute("aria-label", words.label);
      say(caption, words.caption);
      over.replaceChildren(...(what.length === 0 ? [] : [svgOf(what)]));
    }),
    chooseWindows(framed, lab, pictured, chosen),
  );
}

interface Words {
  readonly label: string;
  readonly caption: string;
}

/** Reads signals, as all of these do. */
function boxesNow(
  ground: Exclude<Ground, "slid">,
  { boxes, pair }: Pictured,
  plane: Planes | null,
): readonly [SVGElement[], Words] {
  const shown = boxes.value;
  const words = { label: labelOf(shown), caption: captionOf(ground, plane) };
  return [shown === null ? [] : boxesPicture(shown, pair.value), words];
}

function slidNow({ slid, image }: Pictured, chosen: number | null): readonly [SVGElement[], Words] {
  const { windows, labels, found, problem } = slid.value;
  if (windows === null) {
    const waiting = phrase(image.value === null ? "slid.draw" : "slid.waiting");
    const caption = problem || waiting;
    return [[], { label: caption, caption }];
  }
  const label = windowInWords(windows, labels, chosen);
  const caption = `${label} ${windowsInWords(windows, labels, found)}`;
  return [windowsPicture(windows, labels, chosen, SIDE), { label, caption }];
}

/** A window is chosen by hand, or by arrow keys. */
function chooseWindows(
  framed: HTMLElement,
  { look }: Lab,
  { slid }: Pictured,
  chosen: Signal<number | null>,
): Dispose {
  const choose = ({ target }: Event) => {
    const at = target instanceof Element ? target.closest("[data-at]") : null;
    if (at !== null) chosen.value = Number(at.getAttribute("data-at"));
  };
  return listen(framed, {
    click: choose,
    pointermove: choose,
    keydown: (event: KeyboardEvent) => {
      const { windows } = slid.peek();
      if (look.ground.peek() !== "slid" || windows === null) return;
      const next = windowByKey(windows, chosen.peek(), event.key);
      if (next === null) return;
      event.preventDefault();
      chosen.value = next;
    },
  });
}

/** The plane below the boxes; null if it is not known. Reads signals. */
function planeOf(ground: Ground, { values, shape, image }: Pictured): Planes | null {
  if (ground === "drawing" || ground === "slid") return image.value;
  const [rows, columns] = shape;
  const outcome = values.value;
  if (outcome === null) return null;
  const scores = scoresOf(outcome, rows * columns);
  return { channels: 1, rows, columns, values: Float32Array.from(scores[ground]) };
}

function captionOf(ground: Exclude<Ground, "slid">, plane: Planes | null): string {
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

/** Drawing order: boxes that are gone lie at the bottom, boxes that stay on top. */
const ORDER: readonly Fate[] = ["gone", "waiting", "struck", "stays", "now"];

function boxesPicture(shown: Boxes, chosen: number | null): SVGElement[] {
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
  return [...sharedOf(shown, other), ...frames, ...tags];
}

const svgOf = (children: readonly SVGElement[]) =>
  makeSvg("svg", { viewBox: `0 0 ${SIDE} ${SIDE}`, "font-size": TEXT }, children);

/** The part that both boxes of this round's pair cover. */
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

/** A box's name at its upper left corner, inside the picture; a box that does not stay has it at its lower right corner. */
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
