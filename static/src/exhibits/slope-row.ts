/** The network as one row: the output of each layer, and below it the gradient of the loss. */
import { make, say } from "../dom/element.ts";
import { PixelImage } from "../dom/image.ts";
import { scaleOf } from "../dom/palette.ts";
import { listen } from "../events/listen.ts";
import type { Scale } from "../math/colour.ts";
import type { InEightBits, LayerInStep, TrainingStep } from "../wire/messages.ts";
import { hyphenated } from "../words/hyphens.ts";
import { number, scientific } from "../words/numbers.ts";
import { phrase } from "../words/phrases.ts";
import type { Taught } from "./slope-state.ts";
import { valuesOf } from "./slopes.ts";

/** The units of a layer without maps are shown in this many rows. */
const FOLDED = 12;

export class NetworkRow {
  readonly #host: HTMLElement;
  readonly #columns: readonly LayerColumn[];
  readonly #end: () => void;

  /** `choose` gets the operation and the map or unit that was clicked. */
  constructor(
    host: HTMLElement,
    taught: Taught,
    choose: (operation: string, made: number) => void,
  ) {
    this.#host = host;
    this.#columns = taught.layers.map(({ title, operation }) => new LayerColumn(title, operation));
    for (const [at, { element }] of this.#columns.entries())
      element.style.setProperty("--at", String(at + 1));
    host.replaceChildren(...this.#columns.map(({ element }) => element));
    this.#end = listen(host, {
      click: (event) => {
        for (const column of this.#columns) {
          const made = column.under(event);
          if (made !== null && column.operation !== null) choose(column.operation, made);
        }
      },
    });
  }

  end(): void {
    this.#end();
  }

  show(step: TrainingStep, operation: string): void {
    const scale = scaleOf(this.#host);
    for (const [at, layer] of step.layers.entries()) {
      const column = this.#columns[at];
      column?.show(layer, scale, column.operation === operation ? step.made : null);
    }
  }
}

/** One layer: its pictures of values and of gradients. */
class LayerColumn {
  readonly element: HTMLElement;
  readonly operation: string | null;
  readonly #values = new Pictures();
  readonly #gradients = new Pictures();

  constructor(title: string, operation: string | null) {
    this.operation = operation;
    this.element = make("section", { class: "of-layer" }, [
      make("h3", { text: hyphenated(title) }),
      this.#values.element,
      this.#gradients.element,
    ]);
    this.#values.say(phrase("exhibits.slope.map.values", { layer: title }));
    this.#gradients.say(phrase("exhibits.slope.map.gradients", { layer: title }));
    this.element.toggleAttribute("data-weighted", operation !== null);
  }

  /** Which map or unit lies there; null elsewhere. */
  under(event: MouseEvent): number | null {
    return this.#values.under(event) ?? this.#gradients.under(event);
  }

  show(layer: LayerInStep, scale: Scale, chosen: number | null): void {
    this.#values.show(layer.values, layer.shape, scale, chosen);
    this.#gradients.show(layer.gradients, layer.shape, scale, chosen);
  }
}

/** The maps of a layer, or its units as one picture in several rows, all on one scale. */
class Pictures {
  readonly element: HTMLElement;
  readonly #grid = make("div", { class: "maps", role: "img" });
  readonly #range = make("p", { class: "note" });
  readonly #mark = make("span", { class: "mark" });
  #images: PixelImage[] = [];
  #shape: readonly number[] = [];

  constructor() {
    this.element = make("div", {}, [this.#grid, this.#range]);
  }

  say(name: string): void {
    this.#grid.setAttribute("aria-label", name);
  }

  under({ target, clientX, clientY }: MouseEvent): number | null {
    const at = this.#images.findIndex(({ canvas }) => canvas === target);
    const image = this.#images[at];
    if (image === undefined) return null;
    if (this.#shape.length === 3) return at;
    const { left, top, width, height } = image.canvas.getBoundingClientRect();
    const { width: columns, height: rows } = image.canvas;
    const row = Math.min(rows - 1, Math.floor((rows * (clientY - top)) / height));
    const column = Math.min(columns - 1, Math.floor((columns * (clientX - left)) / width));
    const unit = row * columns + column;
    return unit < (this.#shape[0] ?? 0) ? unit : null;
  }

  show(sent: InEightBits, shape: readonly number[], scale: Scale, chosen: number | null): void {
    const [count = 1, rows = 1, columns = 1] = shape;
    const isFlat = shape.length !== 3;
    if (String(shape) !== String(this.#shape)) this.#make(shape);
    const values = valuesOf(sent);
    const peak = Math.max(sent.high, -sent.low);
    const area = isFlat ? count : rows * columns;
    for (const [at, image] of this.#images.entries()) {
      const part = new Float32Array(image.canvas.width * image.canvas.height);
      part.set(values.subarray(at * area, (at + 1) * area));
      image.paintValues(part, peak, scale);
      image.canvas.toggleAttribute("data-chosen", !isFlat && at === chosen);
    }
    this.#markUnit(isFlat ? chosen : null);
    say(this.#range, `${short(sent.low)} … ${short(sent.high)}`);
  }

  #markUnit(unit: number | null): void {
    const { width: columns, height: rows } = this.#images[0]?.canvas ?? { width: 1, height: 1 };
    this.#mark.hidden = unit === null;
    if (unit === null) return;
    const { style } = this.#mark;
    style.left = `${(100 * (unit % columns)) / columns}%`;
    style.top = `${(100 * Math.floor(unit / columns)) / rows}%`;
    style.width = `${100 / columns}%`;
    style.height = `${100 / rows}%`;
  }

  #make(shape: readonly number[]): void {
    this.#shape = shape;
    const [count = 1, rows = 1, columns = 1] = shape;
    const isFlat = shape.length !== 3;
    const wide = count > FOLDED ? Math.ceil(Math.sqrt(count / 2.5)) : 1;
    this.#images = isFlat
      ? [new PixelImage(make("canvas"), wide, Math.ceil(count / wide))]
      : Array.from({ length: count }, () => new PixelImage(make("canvas"), columns, rows));
    const across = isFlat || count === 1 ? 1 : count <= 8 ? 2 : 4;
    this.#grid.style.setProperty("--across", String(across));
    this.#grid.style.setProperty("--cells", String(wide));
    this.#grid.toggleAttribute("data-flat", isFlat);
    this.#grid.replaceChildren(...this.#images.map(({ canvas }) => canvas), this.#mark);
  }
}

/** A number of any size in few letters. */
export function short(value: number): string {
  return value !== 0 && Math.abs(value) < 0.001 ? scientific(value) : number(value);
}
