/** Exhibit: the size of a kernel; one of one's own on the drawing, what each size costs and how far it sees. */
import { computed, effect, type ReadonlySignal, type Signal, signal } from "@preact/signals-core";
import { need, say } from "../dom/element.ts";
import { listen } from "../events/listen.ts";
import { localStorageOrNull } from "../storage/theme.ts";
import { decimals } from "../words/numbers.ts";
import { phrase, written } from "../words/phrases.ts";
import { type ExhibitDrawing, openDrawn } from "./drawn.ts";
import { KernelGrid, WEIGHT } from "./kernel-grid.ts";
import {
  costOf,
  hundredths,
  PRESETS,
  type Preset,
  presetOf,
  SIZES,
  type Size,
  sidesOf,
} from "./kernels.ts";
import { type Cell, cellIn, keepInLink, nameIn, numbersIn, textOfCell } from "./link.ts";
import { type MapFrame, MapView } from "./map-view.ts";
import { mountPad } from "./pad.ts";
import { mountQuestion } from "./question.ts";
import { mountRemote } from "./remote.ts";
import { watchTheme } from "./theme.ts";
import { mountVariants, VARIANT } from "./variants.ts";
import { cellAt, convolved, type Maps, peakOf } from "./windows.ts";

const MAPS = ["1", "6", "64"] as const;
const FIRST = "vertical";

interface State {
  readonly size: Signal<Size>;
  readonly kernel: Signal<Maps>;
  readonly maps: Signal<(typeof MAPS)[number]>;
  readonly cell: Signal<Cell | null>;
  readonly variant: Signal<string>;
  readonly answered: Signal<string>;
}

/** Mounts the exhibit on its host; `network` reads the drawing. Returns what ends it. */
export function mountSize(host: HTMLElement, network: string): () => void {
  const state = stateIn(new URL(location.href).searchParams);
  const drawn = openDrawn(network, localStorageOrNull());
  const { theme, end: endTheme } = watchTheme();
  const ended = [
    endTheme,
    () => drawn.end(),
    mountQuestion(host, state.answered),
    mountRemote(host, state.answered),
    mountPad(host, drawn),
    mountChoices(host, state),
    mountPictures(host, state, drawn, theme),
    mountVariants(need("[data-part=variants]", host), drawn, state.variant),
    effect(() => showCosts(host, state, drawn)),
    effect(() => keep(state)),
  ];
  return () => {
    for (const end of ended) end();
  };
}

const sideOf = (size: Size) => sidesOf(size)[0] ?? 1;

function stateIn(link: URLSearchParams): State {
  const size = nameIn(link.get("size"), ["3", ...SIZES] as const);
  const side = sideOf(size);
  const first = presetOf(FIRST, side);
  const values = numbersIn(link.get("w"), Array.from(first.values, hundredths), WEIGHT);
  return {
    size: signal(size),
    kernel: signal({ ...first, values: Float32Array.from(values) }),
    maps: signal(nameIn(link.get("maps"), MAPS)),
    cell: signal(cellIn(link.get("cell"))),
    variant: signal(link.get("variant") ?? VARIANT),
    answered: signal(link.get("said") ?? ""),
  };
}

function keep({ size, kernel, maps, cell, variant, answered }: State): void {
  const first = presetOf(FIRST, sideOf(size.value)).values;
  keepInLink({
    size: [size.value, "3"],
    w: [Array.from(kernel.value.values, hundredths), Array.from(first, hundredths)],
    maps: [maps.value, MAPS[0]],
    cell: [textOfCell(cell.value), ""],
    variant: [variant.value, VARIANT],
    said: [answered.value, ""],
  });
}

/** The sizes, the kernels made by hand, and how many maps. */
function mountChoices(host: HTMLElement, { size, kernel, maps }: State): () => void {
  const preset = computed<Preset | null>(() => presetIn(kernel.value));
  const press = ({ target }: Event) => {
    const {
      size: side,
      preset: name,
      maps: count,
    } = (target as Element).closest("button")?.dataset ?? {};
    if (side !== undefined) {
      const kept = preset.peek() ?? FIRST;
      size.value = nameIn(side, SIZES);
      const wanted = sideOf(size.value);
      if (kernel.peek().rows !== wanted) kernel.value = presetOf(kept, wanted);
    }
    if (name !== undefined) kernel.value = presetOf(nameIn(name, PRESETS), kernel.peek().rows);
    if (count !== undefined) maps.value = nameIn(count, MAPS);
  };
  const mark = (name: "size" | "preset" | "maps", chosen: string | null) => {
    for (const each of host.querySelectorAll<HTMLElement>(`button[data-${name}]`))
      each.setAttribute("aria-pressed", String(each.dataset[name] === chosen));
  };
  const ended = [
    listen(host, { click: press }),
    effect(() => mark("size", size.value)),
    effect(() => mark("preset", preset.value)),
    effect(() => mark("maps", maps.value)),
  ];
  return () => {
    for (const end of ended) end();
  };
}

/** The name of this kernel among those made by hand; null if it is the visitor's own. */
function presetIn(kernel: Maps): Preset | null {
  const same = (preset: Preset) =>
    presetOf(preset, kernel.rows).values.every((value, at) => value === kernel.values[at]);
  return PRESETS.find(same) ?? null;
}

/** The input, the kernel and the output; the receptive field of a cell is framed on the input. */
function mountPictures(
  host: HTMLElement,
  state: State,
  drawn: ExhibitDrawing,
  theme: ReadonlySignal<string>,
): () => void {
  const pointed = signal<Cell | null>(null);
  const input = new MapView(phrase("exhibits.size.input-map"));
  const output = new MapView(phrase("exhibits.size.output-map"), {
    point: (cell) => {
      pointed.value = cell;
    },
    choose: (cell) => {
      state.cell.value = cell;
    },
  });
  need("[data-part=input]", host).append(input.element);
  need("[data-part=output]", host).append(output.element);
  const grid = new KernelGrid(need("[data-part=grid]", host), (at, value) =>
    setWeight(state.kernel, at, value),
  );
  const stop = effect(() => {
    theme.value;
    const [kernel, image] = [state.kernel.value, drawn.image.value];
    grid.show(kernel);
    if (image === null) return;
    const map = madeBy(image, kernel, sidesOf(state.size.value).length);
    const cell = cellOf(map, pointed.value ?? state.cell.value);
    input.show(image, peakOf(image));
    output.show(map, peakOf(map));
    output.frame("cell", { ...cell, rows: 1, columns: 1 });
    const { field } = costOf(state.size.value, 1, 1);
    input.frame("window", fieldAround(cell, field));
    sayCell(host, map, cell, field);
  });
  return () => {
    stop();
    grid.end();
    input.end();
    output.end();
  };
}

function setWeight(kernel: Signal<Maps>, at: number, value: number): void {
  const values = kernel.peek().values.map((old, each) => (each === at ? value : old));
  kernel.value = { ...kernel.peek(), values };
}

/** The cell that is asked for; the middle one where the map has no such cell. */
function cellOf(map: Maps, asked: Cell | null): Cell {
  const isThere = asked !== null && asked.row < map.rows && asked.column < map.columns;
  return isThere ? asked : middleOf(map);
}

/** A square of what goes in, with the cell in its middle. */
function fieldAround({ row, column }: Cell, side: number): MapFrame {
  const half = (side - 1) / 2;
  return { row: row - half, column: column - half, rows: side, columns: side };
}

function sayCell(host: HTMLElement, map: Maps, { row, column }: Cell, field: number): void {
  const value = decimals(cellAt(map, row, column), 2);
  const values = { row: row + 1, column: column + 1, value, field };
  say(need("[data-part=told-cell]", host), phrase("exhibits.size.cell", values));
}

/** The output of a kernel that is applied `times` times, as large as the input. */
function madeBy(image: Maps, kernel: Maps, times: number): Maps {
  const padding = (kernel.rows - 1) / 2;
  let map = image;
  for (let time = 0; time < times; time++) map = convolved(map, kernel, { stride: 1, padding });
  return map;
}

const middleOf = ({ rows, columns }: Maps): Cell => ({
  row: Math.floor(rows / 2),
  column: Math.floor(columns / 2),
});

/** A row for each size, with a bar of its multiplications at true scale. */
function showCosts(host: HTMLElement, { size, maps }: State, drawn: ExhibitDrawing): void {
  const image = drawn.image.value;
  if (image === null) return;
  const cells = image.rows * image.columns;
  const costs = SIZES.map((each) => costOf(each, Number(maps.value), cells));
  const most = Math.max(...costs.map(({ products }) => products));
  for (const [at, each] of SIZES.entries()) {
    const row = need(`[data-row="${each}"]`, host);
    const { weights, products, memory, field } = costs[at] ?? costOf(each, 1, cells);
    row.toggleAttribute("data-chosen", each === size.value);
    say(need("[data-part=weights]", row), written(weights));
    say(need("[data-part=products]", row), written(products));
    say(
      need("[data-part=memory]", row),
      phrase("exhibits.size.bytes", { count: kilobytes(memory) }),
    );
    say(need("[data-part=field]", row), `${field} × ${field}`);
    need("[data-part=bar]", row).style.width = `${(100 * products) / most}%`;
  }
}

const kilobytes = (bytes: number) => Math.round(bytes / 100) / 10;
