/** Compares the network with the published one whose style it follows. */
import { make } from "../dom/element.ts";
import type { Network } from "../network/network.ts";
import { imagesOf, type Learned, type Original } from "../network/originals.ts";
import { phrase, written } from "../words/phrases.ts";

export interface Ours {
  readonly network: Network;
  readonly depth: number | null;
  readonly card: Learned | null;
}

export function originalParts(ours: Ours, original: Original): HTMLElement[] {
  const { description } = ours.network.whole ?? ours.network;
  const cell = (tag: "th" | "td", text: string) =>
    make(tag, tag === "th" ? { scope: "col", text } : { text });
  const heads = [phrase("compare.what"), description.title, original.name];
  const body = rowsOf(ours, original).map(([name, ...values]) =>
    make("tr", {}, [
      make("th", { scope: "row", text: name }),
      ...values.map((text) => cell("td", text)),
    ]),
  );
  return [
    make("h3", { text: phrase("original.title") }),
    make("table", { class: "original" }, [
      make("thead", {}, [
        make(
          "tr",
          {},
          heads.map((text) => cell("th", text)),
        ),
      ]),
      make("tbody", {}, body),
    ]),
    make("p", { class: "source" }, [
      make("span", { lang: "en", text: `${original.from}. ` }),
      document.createTextNode(original.counted.length > 0 ? phrase("original.counted") : ""),
    ]),
  ];
}

type Row = readonly [name: string, ours: string, theirs: string];

function rowsOf({ network, depth, card }: Ours, original: Original): Row[] {
  const { description } = network.whole ?? network;
  const [channels = 1, side = network.side] = description.input_shape;
  const [answer] = description.answers;
  const labels = answer !== undefined && "labels" in answer ? answer.labels.length : null;
  const images = imagesOf(card);
  const count = (value: number | null | undefined) => (value == null ? "–" : written(value));
  return [
    [phrase("compare.depth"), count(depth), count(original.depth)],
    [phrase("level.parameters"), count(description.parameters), count(original.parameters)],
    [
      phrase("level.multiply-adds"),
      count(description.multiply_adds),
      count(original.multiply_adds),
    ],
    [phrase("original.reads"), input(side, channels), input(original.side, original.colours)],
    [phrase("original.classes"), count(labels), count(original.classes)],
    [
      phrase("original.images"),
      count(images),
      phrase("original.images.of", { count: original.images, data: original.data }),
    ],
  ];
}

function input(side: number, channels: number): string {
  return phrase(channels === 3 ? "original.colour" : "original.grey", { side });
}
