/** Networks since 1998 as rows of dots for a chosen measure; d3's scales place the dots. */
import { scaleLinear, scaleLog } from "d3-scale";

export const MEASURES = ["error", "depth", "parameters", "multiply_adds"] as const;
export type Measure = (typeof MEASURES)[number];

/** What `static/exhibits/history.json` has: every number with its source. */
export interface History {
  readonly sources: Readonly<Record<string, string>>;
  readonly networks: readonly Design[];
  readonly errors: readonly Result[];
  readonly person: Person;
}

/** A network; its numbers are from its paper, except those in `counted`, which are computed from the layers that the paper describes. */
export interface Design {
  readonly name: string;
  readonly year: number;
  readonly source: string;
  readonly lab?: string;
  readonly depth: number;
  readonly parameters: number;
  readonly multiply_adds?: number;
  readonly counted: readonly string[];
}

/** A top-5 error in per cent on ImageNet: of one network, or of an entry to the competition. */
export interface Result {
  readonly name: string;
  readonly year: number;
  readonly error: number;
  readonly kind: "entry" | "single";
  readonly networks?: number;
  readonly images: string;
  readonly source: string;
  readonly note?: string;
}

/** The error of a person who has trained for the task, and of another person. */
export interface Person {
  readonly year: number;
  readonly error: number;
  readonly images: number;
  readonly other: { readonly error: number; readonly images: number };
  readonly source: string;
}

export interface Dot {
  readonly kind: "entry" | "single" | "person" | "network";
  readonly value: number;
  readonly of: Result | Design | Person;
}

/** All dots with one name in one year. */
export interface Row {
  readonly year: number;
  readonly name: string | null;
  readonly dots: readonly Dot[];
}

/** The rows of a measure, oldest first; a person has no name. */
export function rowsOf(history: History, measure: Measure): readonly Row[] {
  if (measure !== "error")
    return history.networks.flatMap((of) => {
      const value = of[measure];
      if (value === undefined) return [];
      return [{ year: of.year, name: of.name, dots: [{ kind: "network", value, of } as const] }];
    });
  const rows = new Map<string, Row>();
  for (const of of history.errors) {
    const [stem = ""] = of.name.split("-1"); // ResNet-152 is of ResNet's row
    const key = `${of.year} ${stem}`;
    const dot = { kind: of.kind, value: of.error, of };
    const dots = [...(rows.get(key)?.dots ?? []), dot];
    rows.set(key, { year: of.year, name: stem, dots });
  }
  const { person } = history;
  const dots = [person.error, person.other.error].map(
    (value) => ({ kind: "person", value, of: person }) as const,
  );
  const all = [...rows.values(), { year: person.year, name: null, dots }];
  return all.sort((one, other) => one.year - other.year);
}

/** Where values lie, in parts of the width, and where ticks do. */
export interface Axis {
  readonly at: (value: number) => number;
  readonly ticks: readonly number[];
}

export function axisOf(rows: readonly Row[], measure: Measure): Axis {
  const values = rows.flatMap(({ dots }) => dots.map(({ value }) => value));
  if (measure === "error") {
    const scale = scaleLinear([0, Math.max(...values)], [0, 1]).nice();
    return { at: scale, ticks: scale.ticks(6) };
  }
  const scale = scaleLog([Math.min(...values), Math.max(...values)], [0, 1]).nice();
  const [least = 1, most = 1] = scale.domain();
  const powers = Math.round(Math.log10(most / least));
  const ticks = Array.from({ length: powers + 1 }, (_, at) => least * 10 ** at);
  return { at: scale, ticks };
}
