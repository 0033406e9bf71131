/** An opened kernel: its weights, its map, and what lies under its window where the map is pointed at. */
import { make, say } from "../dom/element.ts";
import { PixelImage } from "../dom/image.ts";
import { scaleOf } from "../dom/palette.ts";
import { explainWithin } from "../dom/term.ts";
import { listen } from "../events/listen.ts";
import { productLine, sumLine } from "../math/rounding.ts";
import { indexIn, positionIn } from "../math/shape.ts";
import { peakOf, planes, valueAt } from "../math/tensor.ts";
import type { ChannelSums, ChannelTerms, Term } from "../network/arithmetic.ts";
import { explainCell, shownCell } from "../network/explain.ts";
import type { Operation } from "../network/graph.ts";
import { inputsOf, type KernelAt, kernelAt } from "../network/kernels.ts";
import { convolutionOf, type Layer, type Network } from "../network/network.ts";
import type { Cell, KernelCell } from "../network/reading.ts";
import { firstOfGroup } from "../network/receptive-field.ts";
import type { Lab } from "../state/lab.ts";
import { decimals } from "../words/numbers.ts";
import { phrase, pieces } from "../words/phrases.ts";
import { crumbsTo } from "./crumbs.ts";
import { button } from "./frame.ts";
import { nearly, tint } from "./numbers.ts";
import { OtherKernels } from "./other-kernels.ts";
import { short } from "./sums.ts";

/** One product under the window, as the printed factors give it. */
function ofOne({ value, weight, product }: Term): (string | Node)[] {
  const { digits, resultDigits, sign } = productLine([value, weight], product, DIGITS);
  return pieces("level.under.product", {
    value: decimals(value, digits),
    weight: decimals(weight, digits),
    sign,
    product: make("b", { text: decimals(product, resultDigits) }),
  });
}

/** The sum of all products under the window, and with the bias where there is one input map only. */
function ofAll(
  { terms, sum }: ChannelTerms,
  { channels, bias, total }: ChannelSums,
): (string | Node)[] {
  const alone = channels.length === 1;
  const line = sumLine([sum, bias], total, DIGITS);
  const digits = alone ? line.digits : DIGITS;
  const result = decimals(total, line.resultDigits);
  return pieces(alone ? "level.under" : "level.under.one", {
    count: String(terms.length),
    sum: make("b", { text: decimals(sum, digits) }),
    bias: decimals(bias, digits),
    total: make("b", { class: "total", text: nearly(alone ? line.sign : "=", result) }),
  });
}

/** Decimals of weights and sums here. */
const DIGITS = 2;

export class KernelView {
  readonly parts: readonly HTMLElement[];
  readonly #lab: Lab;
  readonly #layer: Layer;
  readonly #convolution: Operation;
  readonly #at: KernelAt;
  readonly #table = make("table", { class: "weights" }, [make("tbody")]);
  readonly #sum = make("p", { class: "under" });
  readonly #image = new PixelImage(make("canvas"));
  readonly #ring = make("span", { class: "ring", "aria-hidden": "true" });
  readonly #note = make("p", { class: "note" });
  readonly #others: OtherKernels;
  /** The cell that was pointed at last; the window stays there. */
  #left: Cell | null = null;

  /** Null for a layer that has no kernels. */
  static of({ layer: name, index }: Cell, network: Network, lab: Lab): KernelView | null {
    const layer = network.layer.get(name);
    const convolution = layer && convolutionOf(layer, network);
    if (layer === undefined || convolution === undefined) return null;
    return new KernelView(lab, network, layer, convolution, kernelAt(convolution, index));
  }

  private constructor(
    lab: Lab,
    network: Network,
    layer: Layer,
    convolution: Operation,
    at: KernelAt,
  ) {
    this.#lab = lab;
    this.#layer = layer;
    this.#convolution = convolution;
    this.#at = at;
    const name = phrase("level.kernel", { map: at.channel + 1 });
    const release = button(phrase("inspector.release"), phrase("level.kernel.release"), () =>
      lab.selection.openKernel(null),
    );
    release.classList.add("release");
    const crumbs = [...crumbsTo(lab, network, layer.name), make("span", { text: name })];
    const meaning = make("p", { text: this.#meaning });
    explainWithin([meaning]);
    const map = make("div", { class: "its-map" }, [this.#image.canvas, this.#ring]);
    this.#followPointer(map);
    this.#followWeights();
    this.#others = new OtherKernels(lab, layer.name, convolution, at);
    this.parts = [
      make("div", { class: "head" }, [make("nav", { class: "crumbs" }, crumbs), release]),
      make("h2", { text: phrase("level.kernel.title", { name, count: this.#area }) }),
      meaning,
      this.#table,
      this.#sum,
      make("div", { class: "beside" }, [map, this.#note]),
      ...this.#others.parts,
    ];
  }

  /** Its numbers and its map as they are now. */
  paint(host: HTMLElement): void {
    const scale = scaleOf(host);
    this.#paintWeights(scale);
    this.#paintMap(scale);
    this.#saySum();
    this.#others.paint(scale);
  }

  get #area(): number {
    const [rows = 1, columns = rows] = this.#convolution.kernel_size ?? [];
    return rows * columns;
  }

  get #meaning(): string {
    const { channel, input } = this.#at;
    const { rows, columns } = planes(this.#layer.shape);
    const [count, places] = [this.#area, rows * columns];
    const inputs = inputsOf(this.#convolution);
    if (inputs === 1) return phrase("level.kernel.alone", { count, places });
    const from = firstOfGroup(this.#convolution, channel) + input + 1;
    return phrase("level.kernel.one", { inputs, map: channel + 1, input: from, count, places });
  }

  #paintWeights(scale: ReturnType<typeof scaleOf>): void {
    const weights = this.#lab.reader.weights.peek()?.get(`${this.#convolution.name}.weight`);
    if (weights === undefined) return;
    const [, inputs = 1, rows = 1, columns = 1] = weights.shape;
    const { channel, input } = this.#at;
    const from = (channel * inputs + input) * rows * columns;
    const most = weights.values.reduce((all, weight) => Math.max(all, Math.abs(weight)), 0);
    // Where height is short, tables are small: "−.39".
    const written = matchMedia("(max-height: 819.9px)").matches ? short : decimals;
    const lines = Array.from({ length: rows }, (_, row) =>
      make(
        "tr",
        {},
        Array.from({ length: columns }, (_, column) => {
          const weight = weights.values[from + row * columns + column] ?? 0;
          const cell = make("td", { text: written(weight, DIGITS) });
          tint(cell, weight, most, { digits: DIGITS, scale });
          return cell;
        }),
      ),
    );
    this.#table.tBodies[0]?.replaceChildren(...lines);
  }

  #paintMap(scale: ReturnType<typeof scaleOf>): void {
    const tensor = this.#lab.reader.tensorOf(this.#layer.name);
    const { rows, columns } = planes(this.#layer.shape);
    if (tensor === undefined) return;
    const from = this.#at.channel * rows * columns;
    const values = Float32Array.from(
      { length: rows * columns },
      (_, i) => valueAt(tensor, from + i) ?? 0,
    );
    if (this.#image.canvas.width !== columns || this.#image.canvas.height !== rows)
      this.#image.resize(columns, rows);
    this.#image.paintValues(values, peakOf(tensor, from, from + rows * columns), scale);
  }

  /** Shows the sum under the window of the ringed cell, or the product of the weight that is pointed at. */
  #saySum(): void {
    const cell = this.#place();
    const { rows, columns } = planes(this.#layer.shape);
    const { row, column } = positionIn({ rows, columns }, cell.index);
    this.#ring.style.left = `${(100 * column) / columns}%`;
    this.#ring.style.top = `${(100 * row) / rows}%`;
    this.#ring.style.width = `${100 / columns}%`;
    this.#ring.style.height = `${100 / rows}%`;
    say(this.#note, phrase("level.kernel.map", { row: row + 1, column: column + 1 }));
    const snapshot = this.#lab.reader.snapshot.peek();
    const network = this.#lab.reader.network.peek();
    const arithmetic = snapshot && network && explainCell(snapshot, shownCell(network, cell));
    if (arithmetic?.form !== "channel-sums") return;
    const { channels } = arithmetic;
    const channel = channels[channels.length === 1 ? 0 : this.#at.input];
    const weight = this.#lab.selection.kernelCell.peek();
    const term = channel?.terms[this.#owns(weight) ? weight.at : -1];
    if (channel !== undefined)
      this.#sum.replaceChildren(...(term ? ofOne(term) : ofAll(channel, arithmetic)));
  }

  #owns(weight: KernelCell | null): weight is KernelCell {
    const { channel, input } = this.#at;
    const isOfLayer = weight?.layer === this.#layer.name;
    return isOfLayer && weight.channel === channel && weight.input === input;
  }

  /** The cell of its map that is pointed at, was pointed at last, or else is furthest from zero. */
  #place(): Cell {
    const { name: layer, shape } = this.#layer;
    const { rows, columns } = planes(shape);
    const from = this.#at.channel * rows * columns;
    const cell = this.#lab.selection.selected.peek();
    const inMap = cell?.layer === layer && cell.index >= from && cell.index < from + rows * columns;
    if (cell !== null && inMap) this.#left = cell;
    if (this.#left !== null) return this.#left;
    const tensor = this.#lab.reader.tensorOf(layer);
    let best = from;
    for (let index = from; tensor !== undefined && index < from + rows * columns; index++) {
      if (Math.abs(valueAt(tensor, index) ?? 0) > Math.abs(valueAt(tensor, best) ?? 0))
        best = index;
    }
    return { layer, index: best };
  }

  /** Pointing at a weight shows what it multiplies where the window is. */
  #followWeights(): void {
    const { selection } = this.#lab;
    const point = ({ target }: Event) => {
      const cell = (target as Element).closest("td");
      const cells = [...this.#table.querySelectorAll("td")];
      if (cell === null) return;
      selection.point(this.#place());
      const at = cells.indexOf(cell);
      selection.pointAtKernel({ layer: this.#layer.name, ...this.#at, at });
    };
    const leave = () => {
      selection.pointAtKernel(null);
      selection.point(null);
    };
    listen(this.#table, { pointerover: point, pointerleave: leave });
  }

  #followPointer(map: HTMLElement): void {
    const { rows, columns } = planes(this.#layer.shape);
    const under = ({ clientX, clientY }: MouseEvent): Cell => {
      const box = map.getBoundingClientRect();
      const along = (at: number, count: number) =>
        Math.max(0, Math.min(count - 1, Math.floor(at * count)));
      const row = along((clientY - box.top) / box.height, rows);
      const column = along((clientX - box.left) / box.width, columns);
      const index = indexIn({ rows, columns }, { channel: this.#at.channel, row, column });
      return { layer: this.#layer.name, index };
    };
    listen(map, {
      pointermove: (event) => this.#lab.selection.point(under(event)),
      pointerleave: () => this.#lab.selection.point(null),
      click: (event) => this.#lab.selection.pin(under(event)),
    });
  }
}
