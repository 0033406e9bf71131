/** Above an opened cell's numbers on a wall: the map under the window, the weights, the map that it is made for, and lines between them. */
import { make } from "../dom/element.ts";
import { PixelImage } from "../dom/image.ts";
import { listen } from "../events/listen.ts";
import type { Scale } from "../math/colour.ts";
import type { Box } from "../network/boxes.ts";
import type { Dispose } from "../state/slice.ts";
import { sideIn } from "./hall-sizes.ts";

/** Values as a picture; `marked`: the cells that get a frame. */
export interface Picture {
  readonly values: Float32Array;
  readonly rows: number;
  readonly columns: number;
  readonly peak: number;
  readonly marked: Pick<Box, "rows" | "columns"> | null;
  /** The words above it and below it; "" for none. */
  readonly above: string;
  readonly below: string;
  /** Pictures that do not have the scale of maps: "tile", a kernel with cells large enough to be read; "sheet", many values, as large as fits. */
  readonly as?: "tile" | "sheet";
}

/** From left to right; the last is the map that the cell is in. */
export interface Pictures {
  readonly all: readonly Picture[];
  /** Where the last one begins, in CSS pixels, at least. */
  readonly last: number;
  readonly width: number;
  /** The side of a map of 28 cells. */
  readonly unit: number;
  readonly rem: number;
}

interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const SVG = "http://www.w3.org/2000/svg";
/** The side of a tile's cell, as a part of the height; the least gap between pictures, in rem. */
const TILE_CELL = 0.085;
const GAP = 2;
/** Height of the words above and below a picture that is no map, in rem. */
const WORDS = 3;

export class HallPictures {
  readonly element = make("div", { class: "pictures" });
  readonly stop: Dispose;
  readonly #images = [0, 1, 2].map(() => new PixelImage(make("canvas", { "aria-hidden": "true" })));
  readonly #words = [0, 1, 2, 3, 4, 5].map(() => make("p"));
  readonly #lines = document.createElementNS(SVG, "svg");

  /** `choose` gets where the last picture was clicked: how far down and across, as parts of its sides. */
  constructor(choose: (down: number, across: number) => void) {
    this.#lines.setAttribute("aria-hidden", "true");
    const canvases = this.#images.map(({ canvas }) => canvas);
    this.element.append(...canvases, this.#lines, ...this.#words);
    this.stop = listen(this.element, {
      click: ({ target, offsetX, offsetY }) => {
        if (!(target instanceof HTMLCanvasElement) || !target.classList.contains("made")) return;
        choose(offsetY / target.clientHeight, offsetX / target.clientWidth);
      },
    });
  }

  show(pictures: Pictures, scale: Scale): void {
    const places = placesOf(pictures);
    this.element.style.height = `${pictures.unit}px`;
    for (const [i, image] of this.#images.entries()) {
      const [picture, place] = [pictures.all[i], places[i]];
      image.canvas.hidden = picture === undefined;
      image.canvas.classList.toggle("made", i > 0 && i === pictures.all.length - 1);
      image.canvas.classList.toggle("tile", picture?.as === "tile");
      this.#sayAround(i, picture, place);
      if (picture === undefined || place === undefined) continue;
      const { rows, columns, values, peak } = picture;
      if (image.canvas.width !== columns || image.canvas.height !== rows)
        image.resize(columns, rows);
      image.paintValues(values, peak, scale);
      put(image.canvas, place);
      image.canvas.style.height = `${place.height}px`;
    }
    this.#drawLines(pictures, places);
  }

  #sayAround(i: number, picture: Picture | undefined, place: Rectangle | undefined): void {
    const [above, below] = this.#words.slice(2 * i, 2 * i + 2);
    if (above === undefined || below === undefined) return;
    above.textContent = picture?.above ?? "";
    below.textContent = picture?.below ?? "";
    if (place === undefined) return;
    const middle = place.x + place.width / 2;
    put(above, { x: middle, y: place.y, width: 0, height: 0 });
    put(below, { x: middle, y: place.y + place.height, width: 0, height: 0 });
    above.style.width = below.style.width = "";
    above.classList.add("above");
  }

  #drawLines({ all, width, unit }: Pictures, places: readonly Rectangle[]): void {
    const svg = this.#lines;
    svg.setAttribute("viewBox", `0 0 ${width} ${unit}`);
    svg.style.width = `${width}px`;
    svg.style.height = `${unit}px`;
    const frames = all.map((picture, i) => frameOf(picture, places[i]));
    const paths = frames.flatMap((frame, i) => {
      const next = frames[i + 1] ?? null;
      const shown = frame === null ? [] : [boxPath(frame)];
      return frame === null || next === null
        ? shown
        : [...shown, ...linesBetween(frame, next, i + 2 === frames.length)];
    });
    svg.replaceChildren(
      ...paths.map((d) => {
        const path = document.createElementNS(SVG, "path");
        path.setAttribute("d", d);
        return path;
      }),
    );
  }
}

function placesOf({ all, last, width, unit, rem }: Pictures): Rectangle[] {
  const sizes = all.map(({ rows, columns, as }) => {
    const most = Math.max(rows, columns);
    const free = unit - WORDS * rem;
    const side = {
      map: sideIn(unit, most),
      tile: most * Math.max(4, Math.floor(TILE_CELL * unit)),
      sheet: most * Math.max(1, Math.floor(free / most)),
    }[as ?? "map"];
    const fitting = Math.min(side, as === undefined ? unit : free);
    return { width: (fitting * columns) / most, height: (fitting * rows) / most };
  });
  const ends = sizes.length - 1;
  const wide = sizes[ends]?.width ?? 0;
  const first = sizes[0]?.width ?? 0;
  const lastX = Math.max(Math.min(last, width - wide), first + GAP * rem);
  return sizes.map((size, i) => {
    const between = (first + lastX) / 2 - size.width / 2;
    const x = i === 0 ? 0 : i === ends ? lastX : between;
    return { ...size, x, y: (unit - size.height) / 2 };
  });
}

/** The frame around the marked cells of a picture, or around all of a tile. */
function frameOf(
  { rows, columns, marked, as }: Picture,
  place: Rectangle | undefined,
): Rectangle | null {
  if (place === undefined) return null;
  if (as === "tile") return place;
  if (marked === null) return null;
  const [wide, high] = [place.width / columns, place.height / rows];
  return {
    x: place.x + marked.columns[0] * wide,
    y: place.y + marked.rows[0] * high,
    width: (marked.columns[1] - marked.columns[0] + 1) * wide,
    height: (marked.rows[1] - marked.rows[0] + 1) * high,
  };
}

/** Lines from the two right corners of a window to the left ones of the next picture; to a single cell one line, from middle to middle. */
function linesBetween(from: Rectangle, to: Rectangle, toCell: boolean): string[] {
  const x = from.x + from.width;
  const middle = to.y + to.height / 2;
  if (toCell) return [curve(x, from.y + from.height / 2, to.x, middle)];
  return [curve(x, from.y, to.x, to.y), curve(x, from.y + from.height, to.x, to.y + to.height)];
}

function curve(x: number, y: number, toX: number, toY: number): string {
  const middle = (x + toX) / 2;
  return `M${x} ${y}C${middle} ${y} ${middle} ${toY} ${toX} ${toY}`;
}

function boxPath({ x, y, width, height }: Rectangle): string {
  return `M${x} ${y}h${width}v${height}h${-width}z`;
}

function put(element: HTMLElement, { x, y, width }: Rectangle): void {
  element.style.left = `${x}px`;
  element.style.top = `${y}px`;
  element.style.width = `${width}px`;
}
