/** How well a network labels each pixel: its overlaps with all switches on, with one off, and those of a baseline without a network. */
import { make } from "../dom/element.ts";
import type { Network, Overlap } from "../network/network.ts";
import { overlapsOf } from "../network/overlaps.ts";
import { switchesOf } from "../network/switches.ts";
import { percent } from "../words/numbers.ts";
import { course, phrase, translated } from "../words/phrases.ts";
import { nameOfSwitch } from "../words/switches.ts";

type Parts = Readonly<Record<string, number>>;

/** A table for the first set that was kept aside; without the background, which is hardly ever wrong. */
export function overlapParts(network: Network): HTMLElement[] {
  const [measured] = overlapsOf(network.card);
  if (measured === undefined) return [];
  const [set, overlap] = measured;
  const [, ...labels] = Object.keys(overlap.network);
  const heads = ["", ...labels.map((label) => course(label))];
  const name = translated("about.text.", network.card?.sets?.[set] ?? set);
  return [
    make("h3", { text: phrase("overlaps.title") }),
    make("table", { class: "overlaps" }, [
      make("thead", {}, [
        make(
          "tr",
          {},
          heads.map((text) => make("th", { scope: "col", text })),
        ),
      ]),
      make(
        "tbody",
        {},
        rowsOf(network, overlap).map(([text, parts]) =>
          make("tr", {}, [
            make("th", { scope: "row", text }),
            ...labels.map((label) => make("td", { text: percent(parts[label] ?? 0) })),
          ]),
        ),
      ),
    ]),
    make("p", {
      class: "note",
      text: phrase("overlaps.note", { count: overlap.count, set: name }),
    }),
  ];
}

function rowsOf(network: Network, overlap: Overlap): (readonly [string, Parts])[] {
  const switches = switchesOf((network.whole ?? network).description);
  const nameOf = (off: string) => {
    const each = switches.find(({ name }) => name === off);
    return each === undefined
      ? phrase("overlaps.without.all")
      : phrase("overlaps.without", { name: nameOfSwitch(each, network) });
  };
  return [
    [phrase("overlaps.network"), overlap.network],
    ...Object.entries(overlap.without ?? {}).map(([off, parts]) => [nameOf(off), parts] as const),
    [phrase("overlaps.baseline"), overlap.baseline],
  ];
}
