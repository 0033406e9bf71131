/** Fine classes that are summed beside the coarse ones taught directly, as the card has both: three seeds each. */
import { make } from "../dom/element.ts";
import { decimals, percent } from "../words/numbers.ts";
import { phrase, translated } from "../words/phrases.ts";

export interface Compared {
  readonly set: string;
  readonly summed: readonly number[];
  readonly directly: readonly number[];
}

export interface ComparedCard {
  readonly sets?: Readonly<Record<string, string>>;
  readonly answers?: Readonly<
    Record<string, { readonly compared?: Readonly<Record<string, Pair>> }>
  >;
}

interface Pair {
  readonly summed: readonly number[];
  readonly directly: readonly number[];
}

/** A row for each set of drawings; null where the card compares nothing. */
export function comparedIn(card: ComparedCard | null, name: string): readonly Compared[] | null {
  const found = Object.entries(card?.answers?.[name]?.compared ?? {});
  if (found.length === 0) return null;
  return found.map(([set, { summed, directly }]) => ({
    set: card?.sets?.[set] ?? set,
    summed,
    directly,
  }));
}

export const mean = (all: readonly number[]) =>
  all.reduce((sum, each) => sum + each, 0) / all.length;

/** The difference in percentage points; negative if the sum is worse. */
export const lead = ({ summed, directly }: Pair) => 100 * (mean(summed) - mean(directly));

const POINTS = 1;

export function tableOf(all: readonly Compared[]): HTMLElement[] {
  const heads = ["", phrase("tree.summed"), phrase("tree.directly"), phrase("heads.difference")];
  const rows = all.map((each) => {
    const by = lead(each);
    return make("tr", {}, [
      make("th", { scope: "row", text: translated("about.text.", each.set) }),
      cellOf(each.summed),
      cellOf(each.directly),
      make("td", { text: `${by > 0 ? "+" : ""}${decimals(by, POINTS)}` }),
    ]);
  });
  const [count] = all.map(({ summed }) => summed.length);
  return [
    make("h3", { text: phrase("tree.compared") }),
    make("p", { class: "note", text: phrase("tree.compared.note", { count: count ?? 0 }) }),
    make("table", { class: "rows-of-numbers" }, [
      make("thead", {}, [
        make(
          "tr",
          {},
          heads.map((text) => make("th", { scope: "col", text })),
        ),
      ]),
      make("tbody", {}, rows),
    ]),
    make("p", { class: "note", "data-part": "verdict", text: verdict(all) }),
    make("p", { class: "note", text: phrase("tree.skin") }),
  ];
}

/** The mean, and below it the least and the most of the seeds. */
function cellOf(all: readonly number[]): HTMLElement {
  const [least, most] = [Math.min(...all), Math.max(...all)].map((each) =>
    decimals(100 * each, POINTS),
  );
  const range = make("small", { text: `${least}–${most}` });
  return make("td", {}, [document.createTextNode(percent(mean(all))), range]);
}

/** Whether the sum is better on every set, on none, or on some. */
function verdict(all: readonly Compared[]): string {
  const leads = all.map(lead);
  const won = leads.filter((each) => each > 0).length;
  const least = decimals(Math.min(...leads.map(Math.abs)), POINTS);
  const most = decimals(Math.max(...leads.map(Math.abs)), POINTS);
  if (won === 0) return phrase("tree.behind", { least, most });
  return phrase(won === all.length ? "tree.ahead" : "tree.mixed", { least, most });
}
