/** Weights of a dense layer on the means of maps beside those on all of their cells, as bars. */
import { make } from "../dom/element.ts";
import { averagingOf } from "../network/averaging.ts";
import type { Layer, Network } from "../network/network.ts";
import { phrase, written } from "../words/phrases.ts";

export function averagingParts(layer: Layer, network: Network): HTMLElement[] {
  const cost = averagingOf(layer, network);
  if (cost === null) return [];
  const { maps, rows, columns, outputs, averaged, flattened, averages } = cost;
  const bars = [
    { key: "averaging.means", weights: averaged, isOurs: averages },
    { key: "averaging.cells", weights: flattened, isOurs: !averages },
  ] as const;
  return [
    make("section", { class: "averaging" }, [
      make("h3", { text: phrase("averaging.title") }),
      make(
        "dl",
        {},
        bars.map(({ key, weights, isOurs }) => {
          const facts = { maps, outputs, cells: written(maps * rows * columns) };
          return bar(phrase(key, facts), weights / flattened, written(weights), isOurs);
        }),
      ),
      make("p", {
        text: phrase("averaging.why", { times: written(rows * columns), rows, columns }),
      }),
    ]),
  ];
}

function bar(name: string, part: number, weights: string, isOurs: boolean): HTMLElement {
  const line = make("span", { class: "amount", "aria-hidden": "true" });
  line.style.setProperty("--part", String(part));
  const row = make("div", {}, [
    make("dt", { text: name }),
    make("dd", {}, [line, make("span", { text: weights })]),
  ]);
  row.classList.toggle("ours", isOurs);
  return row;
}
