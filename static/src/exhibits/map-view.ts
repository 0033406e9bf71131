/** A map as a picture: cells that can be pointed at, chosen by hand or by arrow keys, and frames over them. */

import { make, say } from "../dom/element.ts";
import { PixelImage } from "../dom/image.ts";
import { scaleOf } from "../dom/palette.ts";
import { listen } from "../events/listen.ts";
import { number } from "../words/numbers.ts";
import type { Cell } from "./link.ts";
import type { Maps } from "./windows.ts";

/** A rectangle of cells from its top left cell; it may reach over the edges of the map. */
export interface MapFrame extends Cell {
  readonly rows: number;
  readonly columns: number;
}

export interface MapActs {
  /** A cell is pointed at; null: no longer. */
  point?(cell: Cell | null): void;
  /** A cell is chosen. */
  choose?(cell: Cell): void;
}

/** As in the lab (`layout/sizes.ts`). */
const SHRINKING = 0.55;

export class MapView {
  readonly element: HTMLElement;
  readonly #image: PixelImage;
  readonly #frames = new Map<string, HTMLElement>();
  readonly #box = make("div", { class: "map" });
  readonly #caption = make("p", { class: "note scale" });
  readonly #end: () => void;
  #size = { rows: 1, columns: 1 };
  #at: Cell = { row: 0, column: 0 };

  /** `name` is the map's name for a screen reader. */
  constructor(name: string, acts: MapActs = {}) {
    this.#image = new PixelImage(make("canvas"), 1, 1);
    this.#box.append(this.#image.canvas);
    this.element = make("figure", { class: "map-view" }, [this.#box, this.#caption]);
    this.#box.setAttribute("aria-label", name);
    this.#box.setAttribute("role", acts.choose === undefined ? "img" : "application");
    if (acts.choose !== undefined) this.#box.tabIndex = 0;
    this.#end = this.#listen(acts);
  }

  end(): void {
    this.#end();
  }

  /** Shows a map; its colours end at `peak`. `withRange` false leaves out the sentence about its range. */
  show(map: Maps, peak: number, withRange = true): void {
    const { rows, columns, values } = map;
    if (this.#image.canvas.width !== columns || this.#image.canvas.height !== rows)
      this.#image.resize(columns, rows);
    this.#size = { rows, columns };
    this.#image.paintValues(values, peak, scaleOf(this.element));
    this.#box.style.setProperty("--ratio", `${columns} / ${rows}`);
    const [low, high] = rangeOf(values);
    say(
      this.#caption,
      `${rows} × ${columns}${withRange ? ` · ${number(low)} … ${number(high)}` : ""}`,
    );
  }

  /** Gives a map of `cells` cells the width that the lab gives it beside one of `whole` cells. */
  shrink(cells: number, whole: number): void {
    this.element.style.maxWidth = `${100 * Math.min(1, cells / whole) ** SHRINKING}%`;
  }

  /** Puts a frame around cells, or takes it away. `kind` is its look. */
  frame(kind: string, frame: MapFrame | null): void {
    let element = this.#frames.get(kind);
    if (frame === null) {
      if (element !== undefined) element.hidden = true;
      return;
    }
    if (element === undefined) {
      element = make("span", { class: `frame ${kind}` });
      this.#frames.set(kind, element);
      this.#box.append(element);
    }
    const { rows, columns } = this.#size;
    element.hidden = false;
    element.style.left = `${(100 * frame.column) / columns}%`;
    element.style.top = `${(100 * frame.row) / rows}%`;
    element.style.width = `${(100 * frame.columns) / columns}%`;
    element.style.height = `${(100 * frame.rows) / rows}%`;
    if (kind === "cell") this.#at = frame;
  }

  #cellUnder({ clientX, clientY }: MouseEvent): Cell {
    const { left, top, width, height } = this.#image.canvas.getBoundingClientRect();
    const { rows, columns } = this.#size;
    const place = (part: number, count: number) =>
      Math.min(count - 1, Math.max(0, Math.floor(part * count)));
    return {
      row: place((clientY - top) / height, rows),
      column: place((clientX - left) / width, columns),
    };
  }

  #listen({ point, choose }: MapActs): () => void {
    return listen(this.#box, {
      pointermove: (event) => point?.(this.#cellUnder(event)),
      pointerleave: () => point?.(null),
      pointerdown: (event) => choose?.(this.#cellUnder(event)),
      keydown: (event) => {
        if (choose === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
        const to = stepped(this.#at, event.key, this.#size);
        if (to === null) return;
        event.preventDefault();
        choose(to);
      },
    });
  }
}

const STEPS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/** Where an arrow key leads from a cell; null for other keys. */
export function stepped(
  { row, column }: Cell,
  key: string,
  { rows, columns }: { readonly rows: number; readonly columns: number },
): Cell | null {
  const step = STEPS[key];
  if (step === undefined) return null;
  const inside = (at: number, count: number) => Math.min(count - 1, Math.max(0, at));
  return { row: inside(row + step[0], rows), column: inside(column + step[1], columns) };
}

function rangeOf(values: Float32Array): readonly [number, number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return values.length === 0 ? [0, 0] : [low, high];
}
