/** In two dimensions: a kernel of the network goes over the drawing; each place is a sum of products. */
import { computed, effect, type ReadonlySignal, type Signal, signal } from "@preact/signals-core";
import { need, say } from "../dom/element.ts";
import { listen } from "../events/listen.ts";
import { sumLine } from "../math/rounding.ts";
import { decimals, summand } from "../words/numbers.ts";
import { phrase, written } from "../words/phrases.ts";
import type { ExhibitDrawing } from "./drawn.ts";
import type { Convolution } from "./layers.ts";
import type { Cell } from "./link.ts";
import { MapView } from "./map-view.ts";
import { mountPlay } from "./play.ts";
import { cellAt, convolved, type Maps, mapAt, peakOf } from "./windows.ts";
import { productsOf, showNumbers, windowOf } from "./working.ts";

/** Windows that playing passes per second. */
const PACE = 90;

export interface PlaneState {
  readonly kernel: Signal<number>;
  /** The chosen cell of the map; null: the one that is furthest from zero. */
  readonly cell: Signal<Cell | null>;
}

/** What the section shows. */
interface Shown {
  readonly image: Maps;
  readonly kernel: Maps;
  readonly map: Maps;
}

/** Mounts the section on its host; returns what ends it. */
export function mountPlane(
  host: HTMLElement,
  state: PlaneState,
  drawn: ExhibitDrawing,
  convolution: Convolution,
  theme: ReadonlySignal<string>,
): () => void {
  const { kernels, biases, way } = convolution;
  const shown = computed<Shown | null>(() => {
    const [image, kernel] = [drawn.image.value, kernels[state.kernel.value]];
    if (image === null || kernel === undefined) return null;
    const map = convolved(image, kernel, way, biases[state.kernel.value]);
    return { image, kernel, map };
  });
  const plane = new Plane(host, state, shown, convolution);
  const ended = [
    plane.mount(theme),
    mountKernels(need("[data-part=kernels]", host), kernels, state.kernel, theme),
  ];
  return () => {
    for (const end of ended) end();
  };
}

class Plane {
  readonly #host: HTMLElement;
  readonly #state: PlaneState;
  readonly #shown: ReadonlySignal<Shown | null>;
  readonly #convolution: Convolution;
  readonly #pointed = signal<Cell | null>(null);
  /** A pixel of the drawing that is pointed at. */
  readonly #pixel = signal<Cell | null>(null);
  /** How many cells of the map have been computed. */
  readonly #done: Signal<number>;

  constructor(
    host: HTMLElement,
    state: PlaneState,
    shown: ReadonlySignal<Shown | null>,
    convolution: Convolution,
  ) {
    this.#host = host;
    this.#state = state;
    this.#shown = shown;
    this.#convolution = convolution;
    this.#done = signal(Number(need<HTMLInputElement>("[data-part=places]", host).max));
  }

  mount(theme: ReadonlySignal<string>): () => void {
    const range = need<HTMLInputElement>("[data-part=places]", this.#host);
    const input = new MapView(phrase("exhibits.sums.input-map"), {
      point: (cell) => {
        this.#pixel.value = cell;
      },
    });
    const output = new MapView(phrase("exhibits.sums.output-map"), {
      point: (cell) => {
        this.#pointed.value = cell;
      },
      choose: (cell) => {
        this.#state.cell.value = cell;
        this.#done.value = Number(range.max);
      },
    });
    need("[data-part=input]", this.#host).append(input.element);
    need("[data-part=output]", this.#host).append(output.element);
    const button = need("[data-part=play]", this.#host);
    const ended = [
      () => input.end(),
      () => output.end(),
      effect(() => {
        const places = this.#shown.value?.map.values.length ?? 0;
        if (places === 0 || range.max === String(places)) return;
        range.max = String(places);
        this.#done.value = places;
      }),
      mountPlay(button, range, this.#done, (passed) => (PACE * passed) / 1000),
      effect(() => {
        theme.value;
        this.#show(input, output);
      }),
    ];
    return () => {
      for (const end of ended) end();
    };
  }

  /** The cell that is explained: pointed at, or reached by playing, or chosen. */
  #placeIn(map: Maps): Cell {
    const done = this.#done.value;
    const pointed = this.#pointed.value;
    if (pointed !== null) return pointed;
    if (done < map.values.length) return placeOf(done - 1, map);
    const chosen = this.#state.cell.value;
    const isThere = chosen !== null && chosen.row < map.rows && chosen.column < map.columns;
    return isThere ? chosen : furthestOf(map);
  }

  #show(input: MapView, output: MapView): void {
    const shown = this.#shown.value;
    if (shown === null) return;
    const { image, kernel, map } = shown;
    const { padding, stride } = this.#convolution.way;
    const { row, column } = this.#placeIn(map);
    const [top, left] = [row * stride - padding, column * stride - padding];
    const pixel = this.#pixel.value;
    input.show(image, peakOf(image));
    output.show(upTo(map, this.#done.value), peakOf(map));
    const { rows, columns } = kernel;
    input.frame("window", pixel === null ? { row: top, column: left, rows, columns } : null);
    input.frame("pixel", pixel && { ...pixel, rows: 1, columns: 1 });
    output.frame("cell", { row, column, rows: 1, columns: 1 });
    // Every cell of the map whose window covers the pixel.
    output.frame(
      "reach",
      pixel && {
        row: pixel.row + padding - rows + 1,
        column: pixel.column + padding - columns + 1,
        rows,
        columns,
      },
    );
    this.#explain(shown, { row, column }, windowOf(image, top, left, rows, columns));
  }

  #explain({ image, kernel, map }: Shown, { row, column }: Cell, window: Maps): void {
    const products = productsOf(window, mapAt(kernel, 0));
    showNumbers(need("[data-part=values]", this.#host), window, peakOf(image));
    showNumbers(need("[data-part=weights]", this.#host), kernel, peakOf(kernel));
    const most = Math.max(peakOf(products), peakOf(kernel));
    showNumbers(need("[data-part=products]", this.#host), products, most);
    const bias = this.#convolution.biases[this.#state.kernel.value] ?? 0;
    const result = cellAt(map, row, column);
    const sum = result - bias;
    const { digits, sign } = sumLine([sum, bias], result, 3);
    const values = {
      count: products.values.length,
      sum: decimals(sum, digits),
      line: `${decimals(sum, digits)} ${summand(bias, digits)} ${sign} ${decimals(result, digits)}`,
    };
    say(need("[data-part=sum]", this.#host), phrase("exhibits.sums.sum", values));
    const { padding } = this.#convolution.way;
    const at = [0, this.#state.kernel.value, row, column].join(", ");
    const line = `torch.nn.functional.conv2d(x, w, b, padding=${padding})[${at}]`;
    say(need("[data-part=line]", this.#host), line);
    const pixel = this.#pixel.value;
    const area = kernel.rows * kernel.columns;
    const sentence =
      pixel === null
        ? phrase("exhibits.sums.place", { row: row + 1, column: column + 1 })
        : phrase("exhibits.sums.pixel", { places: reached(pixel, map, kernel, padding), area });
    say(need("[data-part=place]", this.#host), sentence);
  }
}

/** How many windows cover a pixel: fewer at the edges. */
function reached({ row, column }: Cell, map: Maps, kernel: Maps, padding: number): number {
  const along = (at: number, size: number, places: number) =>
    Math.min(places - 1, at + padding) - Math.max(0, at + padding - size + 1) + 1;
  return along(row, kernel.rows, map.rows) * along(column, kernel.columns, map.columns);
}

const placeOf = (at: number, { columns }: Maps): Cell => ({
  row: Math.floor(at / columns),
  column: at % columns,
});

/** The cell whose value is furthest from zero. */
function furthestOf(map: Maps): Cell {
  const peak = peakOf(map);
  return placeOf(
    Math.max(
      0,
      map.values.findIndex((value) => Math.abs(value) === peak),
    ),
    map,
  );
}

/** The map as far as it has been made. */
const upTo = (map: Maps, done: number): Maps => ({
  ...map,
  values: map.values.map((value, at) => (at < done ? value : 0)),
});

/** A button for each kernel, with its picture. */
function mountKernels(
  host: HTMLElement,
  kernels: readonly Maps[],
  chosen: Signal<number>,
  theme: ReadonlySignal<string>,
): () => void {
  const peak = peakOf(...kernels);
  const views = kernels.map((kernel, at) => {
    const view = new MapView(phrase("exhibits.sums.kernel", { number: written(at + 1) }));
    const button = document.createElement("button");
    button.type = "button";
    button.dataset.kernel = String(at);
    button.append(view.element);
    host.append(button);
    return { view, button, kernel };
  });
  const ended = [
    listen(host, {
      click: ({ target }) => {
        const at = (target as Element).closest<HTMLElement>("[data-kernel]")?.dataset.kernel;
        if (at !== undefined) chosen.value = Number(at);
      },
    }),
    effect(() => {
      theme.value;
      for (const [at, { view, button, kernel }] of views.entries()) {
        view.show(kernel, peak, false);
        button.setAttribute("aria-pressed", String(at === chosen.value));
      }
    }),
    ...views.map(
      ({ view }) =>
        () =>
          view.end(),
    ),
  ];
  return () => {
    for (const end of ended) end();
  };
}
