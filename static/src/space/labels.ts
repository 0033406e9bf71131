/** Names of layers and classes: text that always faces the viewer, never over one another. */
import { makeButton } from "../dom/button.ts";
import { make, unbroken } from "../dom/element.ts";
import type { Lens } from "../layout/camera.ts";
import { declutter, type Label, type PlacedLabel } from "../layout/declutter.ts";
import type { Slabs } from "../layout/space.ts";
import { rowsOfBlocks } from "../network/branches.ts";
import { answerOf, type Layer, type Network } from "../network/network.ts";
import { phrase } from "../words/phrases.ts";
import { shapeInWords } from "../words/shape.ts";
import { type Mark, marksOf, runOf, unitAt, type ViewSize } from "./marks.ts";
import { MASK, maskSlabOf } from "./mask.ts";

/** How far a layer's value stands out of its plane, in the plane's unit of length. */
export type UnitHeight = (layer: string, index: number) => number;

interface Entry {
  readonly element: HTMLElement;
  readonly slab: string;
  /** A class's unit; null for the label of a layer. */
  readonly unit: number | null;
  readonly lines: readonly string[];
  /** One of a row of blocks: named together with the first, or by itself once the camera is at it. */
  readonly inRow: boolean;
  width: number;
  height: number;
  at: PlacedLabel | null;
}

/** In lower and narrower views than this, names have one line: the shapes are left out. */
const SMALL = { height: 460, width: 480 };

export function isSmall({ width, height }: ViewSize): boolean {
  return height < SMALL.height || width < SMALL.width;
}

/** Names of classes, in CSS pixels: the smallest type; the part of the distance between units that it fills; units closer than `closest`, or than their name's width by `widest`, are not named. */
const CLASS = { smallest: 13, part: 0.95, closest: 6, widest: 5 };

export class Labels {
  readonly element = make("div", { class: "labels" });
  readonly #show: (layer: string) => void;
  readonly #isLecture: () => boolean;
  #entries: ReadonlyMap<string, Entry> = new Map();
  #guess: number | null = null;
  /** The view is small. */
  #brief = false;

  /** `show`: shows a hidden layer whose stub was pressed. `isLecture`: whether names keep their size, however close they are. */
  constructor(show: (layer: string) => void, isLecture: () => boolean) {
    this.#show = show;
    this.#isLecture = isLecture;
  }

  /** Builds the labels of a network anew. */
  build(network: Network, hidden: ReadonlySet<string>): void {
    const all = new Map(
      inRows(network).flatMap((each) =>
        entriesOf(network, each, hidden.has(each.layer.name), this.#show),
      ),
    );
    const mask = maskSlabOf(network);
    if (mask !== null && !hidden.has(mask.layer)) all.set(MASK, entryOfMask());
    this.#entries = all;
    this.element.replaceChildren(...[...all.values()].map((each) => each.element));
    this.#measure();
    this.mark(this.#guess);
  }

  /** `focus`: the only layer that is named; null: all. */
  place(
    space: Slabs,
    lens: Lens,
    focus: string | null,
    view: ViewSize,
    heightOf: UnitHeight,
  ): void {
    if (this.#brief !== isSmall(view)) {
      this.#brief = !this.#brief;
      this.element.classList.toggle("brief", this.#brief);
      this.#measure();
    }
    const marks = marksOf(space, lens, view, this.#brief);
    const seen = [...this.#entries].filter(([, { slab, inRow }]) =>
      focus === null ? !inRow : slab === focus,
    );
    const layers = seen.flatMap(([name, each]) => layerLabel(name, each, marks.get(each.slab)));
    const units = new Map(seen.filter(([, { unit }]) => unit !== null));
    const scene = { space, lens, view, heightOf };
    const classes = classLabels(this.element, units, scene, this.#guess, this.#isLecture());
    const placed = declutter([...layers, ...classes], view);
    put(this.#entries, new Map(placed.map((each) => [each.name, each])), marks);
  }

  /** Marks the class that is the first guess. */
  mark(guess: number | null): void {
    this.#guess = guess;
    for (const { element, unit } of this.#entries.values())
      if (unit !== null) element.classList.toggle("first", unit === guess);
  }

  /** Writes the labels, as they were placed last, into a picture. */
  write(context: CanvasRenderingContext2D): void {
    for (const each of this.#entries.values())
      if (each.at !== null) writeLabel(context, each, each.at);
  }

  #measure(): void {
    this.element.style.setProperty("--class", "1");
    for (const each of this.#entries.values()) {
      each.width = each.element.offsetWidth;
      each.height = each.element.offsetHeight;
    }
  }
}

interface Named {
  readonly layer: Layer;
  readonly title: string;
  readonly inRow: boolean;
}

/** Closed blocks of one shape that follow one another have one name: "Residual block 1 to 7". */
function inRows(network: Network): Named[] {
  const rows = rowsOfBlocks(network);
  return network.layers.map((layer) => {
    const row = rows.find((each) => each.includes(layer)) ?? [layer];
    const last = / (\d+)$/.exec(row.at(-1)?.title ?? "")?.[1];
    const isFirst = row[0] === layer && row.length > 1 && last !== undefined;
    const title = isFirst ? phrase("space.row", { title: layer.title, last }) : layer.title;
    return { layer, title, inRow: row[0] !== layer };
  });
}

/** A layer's label, or the stub that shows it again; the output layer's classes. */
function entriesOf(
  network: Network,
  { layer, title, inRow }: Named,
  closed: boolean,
  show: (layer: string) => void,
): [string, Entry][] {
  const { name } = layer;
  const shape = shapeInWords(layer, answerOf(network, name)).join(" ");
  const label = closed
    ? makeButton(() => show(name), { class: "label closed", text: unbroken(title) })
    : make("p", { class: "label" }, [
        make("b", { text: unbroken(title) }),
        make("span", { text: shape }),
      ]);
  const lines = closed ? [title] : [title, shape];
  const entries: [string, Entry][] = [[name, entry(label, name, null, lines, inRow && !closed)]];
  const names = network.names.get(name);
  if (names === undefined || closed) return entries;
  for (const [unit, text] of names.entries()) {
    const label = make("p", { class: "label class", text });
    entries.push([`${name} ${unit}`, entry(label, name, unit, [text])]);
  }
  return entries;
}

function entryOfMask(): Entry {
  const lines = [phrase("stage.mask"), phrase("stage.mask.note")];
  const [title = "", note = ""] = lines;
  const label = make("p", { class: "label" }, [
    make("b", { text: title }),
    make("span", { text: note }),
  ]);
  return entry(label, MASK, null, lines);
}

function entry(
  element: HTMLElement,
  slab: string,
  unit: number | null,
  lines: readonly string[],
  inRow = false,
): Entry {
  return { element, slab, unit, lines, inRow, width: 0, height: 0, at: null };
}

function layerLabel(name: string, { unit, width, height }: Entry, mark?: Mark): Label[] {
  if (unit !== null || mark === undefined) return [];
  return [{ name, ...mark.at, width, height, ahead: mark.ahead, side: mark.side }];
}

/** What labels are placed for: the network in space, and how the camera sees it. */
interface Scene {
  readonly space: Slabs;
  readonly lens: Lens;
  readonly view: ViewSize;
  readonly heightOf: UnitHeight;
}

/** Layers are put before classes, and the first guess before the other classes. */
function classLabels(
  element: HTMLElement,
  entries: ReadonlyMap<string, Entry>,
  { space, lens, view, heightOf }: Scene,
  guess: number | null,
  isLecture: boolean,
): Label[] {
  const [first] = entries.values();
  const slab = space.slabs.find(({ name }) => name === first?.slab);
  if (slab === undefined) return [];
  const run = runOf(space, slab, lens, view);
  const pitch = run.pitch * CLASS.part;
  const whole = Math.max(1, first?.height ?? 1); // its height is the size of its type
  const scale = isLecture ? 1 : Math.min(1, Math.max(CLASS.smallest, Math.floor(pitch)) / whole);
  element.style.setProperty("--class", String(scale));
  return [...entries].flatMap(([name, { unit, width, height }]) => {
    const out = unit === null ? 0 : heightOf(slab.name, unit);
    // Names of several letters, such as ways of writing, would lie over one another.
    const closest = Math.max(CLASS.closest, (width * scale) / CLASS.widest);
    if (unit === null || (run.pitch < closest && unit !== guess)) return [];
    const at = unitAt(space, slab, unit, out, run, lens, view);
    if (at === null) return [];
    const size = { width: width * scale, height: height * scale };
    const right = { x: at.x + size.width / 2, y: at.y + size.height / 2 };
    const ahead = unit === guess ? 1e6 : 1e6 + 1;
    return [{ name, ...(run.side === "right" ? right : at), ...size, ahead, fixed: true }];
  });
}

function put(
  entries: ReadonlyMap<string, Entry>,
  placed: ReadonlyMap<string, PlacedLabel>,
  marks: ReadonlyMap<string, Mark>,
): void {
  for (const [name, each] of entries) {
    const at = placed.get(name) ?? null;
    each.at = at;
    each.element.style.visibility = at === null ? "hidden" : "";
    if (at === null) continue;
    // A line from a name further up passes behind those below it.
    each.element.style.zIndex = String(at.top);
    each.element.style.transform = `translate(${at.left}px, ${at.top}px)`;
    if (each.unit === null) lead(each.element, at, marks.get(each.slab));
  }
}

/** A thin line from a label to its layer. */
function lead(element: HTMLElement, at: PlacedLabel, mark: Mark | undefined): void {
  if (mark === undefined) return;
  const across = mark.side === "left";
  const reach = across ? mark.to.x - at.left - at.width : mark.to.y - at.top - at.height;
  element.classList.toggle("beside", across);
  element.style.setProperty("--lead", `${Math.max(0, Math.round(reach) - 4)}px`);
  element.style.setProperty("--from", across ? "0px" : `${Math.round(mark.to.x) - at.left}px`);
}

/** As the page shows it: its lines in their fonts and colours, and the line that leads to the layer. */
function writeLabel(
  context: CanvasRenderingContext2D,
  { element, unit, lines }: Entry,
  { left, top, width, height }: PlacedLabel,
): void {
  const beside = element.classList.contains("beside");
  const x = beside ? left + width : left + width / 2;
  context.textAlign = beside ? "right" : "center";
  context.textBaseline = "middle";
  const parts = unit === null && element.children.length > 0 ? [...element.children] : [element];
  const shown = parts
    .map((part) => getComputedStyle(part))
    .filter(({ display }) => display !== "none");
  for (const [i, { font, color }] of shown.entries()) {
    context.font = font;
    context.fillStyle = color;
    context.fillText(lines[i] ?? "", x, top + (height * (i + 0.5)) / shown.length);
  }
  const reach = Number.parseFloat(element.style.getPropertyValue("--lead")) || 0;
  if (unit !== null || reach === 0) return;
  context.fillStyle = getComputedStyle(element).getPropertyValue("--rule");
  if (beside) context.fillRect(x + 6, top + height / 2, reach - 6, 1);
  else
    context.fillRect(
      left + Number.parseFloat(element.style.getPropertyValue("--from")),
      top + height,
      1,
      reach,
    );
}
