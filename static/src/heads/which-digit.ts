/** Which digit: logits, exponentials, their sum and probabilities, a row a class, at a temperature that can be moved. */
import { effect, signal } from "@preact/signals-core";
import { make, say } from "../dom/element.ts";
import { listen } from "../events/listen.ts";
import { valueAt } from "../math/tensor.ts";
import { namesOf } from "../network/answers.ts";
import { endAll } from "../state/slice.ts";
import { chance, decimals, percent, scientific } from "../words/numbers.ts";
import { phrase } from "../words/phrases.ts";
import { type MountHead, valuesOf } from "./head.ts";

/** As an exponent of 2. */
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

/** Smaller ones would be zeros in four digits. */
const TINY = 0.0001;

const exponential = (value: number) =>
  value > 0 && value < TINY ? scientific(value) : decimals(value, 4);

export const mountHead: MountHead = (host, lab, { network, answer }) => {
  const exponent = signal(0);
  const slider = make("input", {
    type: "range",
    min: String(COLDEST),
    max: String(HOTTEST),
    step: "0.25",
    value: "0",
  }) as HTMLInputElement;
  const now = make("output");
  const names = namesOf(answer);
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
  const lesson = make("p", { class: "note" });
  host.append(
    make("label", { class: "slider" }, [
      make("span", { text: phrase("heads.temperature") }),
      slider,
      now,
    ]),
    make("table", { class: "rows-of-classes" }, [
      make("thead", {}, [make("tr", {}, cells)]),
      make(
        "tbody",
        {},
        rows.map(({ row }) => row),
      ),
      make("tfoot", {}, [total.row]),
    ]),
    lesson,
  );
  const layer = network.layers.find(({ shown }) => shown === answer.operation)?.name ?? "";
  return endAll(
    listen(slider, {
      input: () => {
        exponent.value = Number(slider.value);
      },
    }),
    effect(() => {
      const temperature = 2 ** exponent.value;
      const values = valuesOf(answer, lab);
      const tensor = values === null ? undefined : lab.reader.tensorOf(layer);
      const made = values === null ? null : atTemperature(values, temperature);
      say(now, decimals(temperature, 2));
      for (const [i, { cells, bar }] of rows.entries()) {
        const logit = tensor && valueAt(tensor, i);
        const part = made?.parts[i];
        say(cells[0], logit === undefined ? "" : decimals(logit, 2));
        say(cells[1], made === null ? "" : exponential(made.exponentials[i] ?? 0));
        say(cells[2], part === undefined ? "" : chance(part));
        bar.style.transform = `scaleX(${part ?? 0})`;
      }
      say(total.cells[1], made === null ? "" : decimals(made.sum, 4));
      say(total.cells[2], made === null ? "" : percent(1));
      say(
        lesson,
        phrase(exponent.value === 0 ? "heads.temperature.one" : "heads.temperature.other"),
      );
    }),
    () => host.replaceChildren(),
  );
};

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
