/** Which digit: logits, exponentials, their sum and probabilities, a row for each class, at a temperature that can be changed. */
import { effect, signal } from "@preact/signals-core";
import { make, say } from "../dom/element.ts";
import { listen } from "../events/listen.ts";
import { type Tensor, valueAt } from "../math/tensor.ts";
import { namesOf } from "../network/answers.ts";
import { endAll } from "../state/slice.ts";
import { chance, decimals, percent, scientific } from "../words/numbers.ts";
import { phrase } from "../words/phrases.ts";
import { type MountHead, valuesOf } from "./head.ts";

/** Temperatures, as exponents of 2. */
const COLDEST = -2;
const HOTTEST = 2;

/** Exponentials of (z - largest z) / T, their sum and parts, from the probabilities at T = 1. */
export function atTemperature(probabilities: ArrayLike<number>, temperature: number) {
  const all = Array.from(probabilities);
  const largest = Math.max(...all);
  const exponentials = all.map((each) => (each / largest) ** (1 / temperature));
  const sum = exponentials.reduce((one, other) => one + other, 0);
  return { exponentials, sum, parts: exponentials.map((each) => each / sum) };
}

/** Smaller numbers would be zeros with four decimals. */
const TINY = 0.0001;

const exponential = (value: number) =>
  value > 0 && value < TINY ? scientific(value) : decimals(value, 4);

export const mountHead: MountHead = (host, lab, { network, answer }) => {
  /** The temperature is 2 to this exponent. */
  const exponent = signal(0);
  const slider = makeTemperature();
  const table = makeTable(namesOf(answer));
  const lesson = make("p", { class: "note" });
  host.append(slider.label, table.element, lesson);
  const layer = network.layers.find(({ shown }) => shown === answer.operation)?.name ?? "";
  return endAll(
    listen(slider.input, {
      input: () => {
        exponent.value = Number(slider.input.value);
      },
    }),
    effect(() => {
      const temperature = 2 ** exponent.value;
      const values = valuesOf(answer, lab);
      const logits = values === null ? undefined : lab.reader.tensorOf(layer);
      say(slider.now, decimals(temperature, 2));
      fillTable(table, logits, values === null ? null : atTemperature(values, temperature));
      const key = exponent.value === 0 ? "heads.temperature.one" : "heads.temperature.other";
      say(lesson, phrase(key));
    }),
    () => host.replaceChildren(),
  );
};

/** The slider of the temperature, with what it stands at. */
function makeTemperature() {
  const input = make("input", {
    type: "range",
    min: String(COLDEST),
    max: String(HOTTEST),
    step: "0.25",
    value: "0",
  });
  const now = make("output");
  const name = make("span", { text: phrase("heads.temperature") });
  return { label: make("label", { class: "slider" }, [name, input, now]), input, now };
}

interface Table {
  readonly element: HTMLElement;
  readonly rows: readonly Row[];
  readonly total: Row;
}

/** A row for each class, and their sum below them. */
function makeTable(names: readonly string[]): Table {
  const rows = names.map((name) => makeRow(name));
  const total = makeRow(phrase("softmax.sum"));
  total.row.classList.add("sum");
  const heads = [
    "softmax.class",
    "softmax.logit",
    "heads.exponential",
    "softmax.probability",
  ] as const;
  const cells = heads.map((key) => make("th", { scope: "col", text: phrase(key) }));
  const all = rows.map(({ row }) => row);
  const element = make("table", { class: "rows-of-classes" }, [
    make("thead", {}, [make("tr", {}, cells)]),
    make("tbody", {}, all),
    make("tfoot", {}, [total.row]),
  ]);
  return { element, rows, total };
}

/** Null: nothing is read yet. */
function fillTable(
  { rows, total }: Table,
  logits: Tensor | undefined,
  softmax: ReturnType<typeof atTemperature> | null,
): void {
  for (const [i, { cells, bar }] of rows.entries()) {
    const logit = logits && valueAt(logits, i);
    const part = softmax?.parts[i];
    say(cells[0], logit === undefined ? "" : decimals(logit, 2));
    say(cells[1], softmax === null ? "" : exponential(softmax.exponentials[i] ?? 0));
    say(cells[2], part === undefined ? "" : chance(part));
    bar.style.transform = `scaleX(${part ?? 0})`;
  }
  say(total.cells[1], softmax === null ? "" : decimals(softmax.sum, 4));
  say(total.cells[2], softmax === null ? "" : percent(1));
}

interface Row {
  readonly row: HTMLElement;
  readonly cells: readonly [HTMLElement, HTMLElement, HTMLElement];
  readonly bar: HTMLElement;
}

function makeRow(name: string): Row {
  const cells = [make("td"), make("td"), make("td", { class: "part" })] as const;
  const bar = make("span", { class: "amount" });
  const track = make("td", { class: "bar", "aria-hidden": "true" }, [bar]);
  const row = make("tr", {}, [make("th", { scope: "row", text: name }), ...cells, track]);
  return { row, cells, bar };
}
