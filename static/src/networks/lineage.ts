/** The networks in the order of their years, as columns: those of one form and year that differ in depth share one. */
import type { ModelSummary } from "../wire/messages.ts";

export interface Column {
  /** The title that its networks share: "Plain" of "Plain 8" and "Plain 20". */
  readonly title: string;
  readonly year: number | null;
  /** One network, or the same in several depths, the least deep first. */
  readonly networks: readonly ModelSummary[];
}

/** Networks without a year come last; those that only show a kind of answer are left out. */
export function columnsOf(networks: readonly ModelSummary[]): Column[] {
  const groups = new Map<string, ModelSummary[]>();
  for (const network of networks.filter((each) => each.in_lineage)) {
    const key = `${network.year} ${stemOf(network.title)}`;
    groups.set(key, [...(groups.get(key) ?? []), network]);
  }
  const columns = [...groups.values()].map(columnOf);
  // Sorting keeps the server's order within a year.
  return columns.sort((one, other) => (one.year ?? LAST) - (other.year ?? LAST));
}

const LAST = 10_000;

function columnOf(group: readonly ModelSummary[]): Column {
  const [first] = group as [ModelSummary];
  return {
    title: group.length > 1 ? stemOf(first.title) : first.title,
    year: first.year,
    networks: [...group].sort((one, other) => one.depth - other.depth),
  };
}

/** A title without the number that it ends in, as a word of its own: "Plain" of "Plain 20", all of "LeNet-5". */
export function stemOf(title: string): string {
  return title.replace(/ \d+$/, "");
}

/** The network that stands for a column: the one that was chosen in it, the one on the stage, or the one in the middle. */
export function shownOf(
  { networks }: Column,
  chosen: string | undefined,
  onStage: string,
): ModelSummary {
  const named = (name: string | undefined) => networks.find((each) => each.name === name);
  const middle = networks[Math.floor(networks.length / 2)];
  return (named(chosen) ?? named(onStage) ?? middle) as ModelSummary;
}
