/** One training step in a link: the weight, and the moves that are made before it. */
import type { ChosenWeight, MoveOfAll, MoveOfWeight } from "../wire/messages.ts";
import type { Weighted } from "./slopes.ts";

export type Move = MoveOfWeight | MoveOfAll;

/** As the server has it. */
export const MOST_MOVES = 40;

export const SIZES = ["0.01", "0.1", "1"] as const;

/** "conv1.12", and "conv1.b3" of a bias. */
export function textOfWeight({ operation, index, parameter }: ChosenWeight): string {
  return `${operation}.${parameter === "bias" ? "b" : ""}${index}`;
}

/** The weight that a text names; null if these operations have none of that name. */
export function weightIn(
  text: string | null,
  operations: Readonly<Record<string, Weighted>>,
): ChosenWeight | null {
  const [, operation = "", bias, digits] = /^([a-z0-9_-]+)\.(b?)(\d{1,9})$/.exec(text ?? "") ?? [];
  const found = Object.hasOwn(operations, operation) ? operations[operation] : undefined;
  if (found === undefined) return null;
  const isBias = bias === "b";
  const count = isBias
    ? (found.shape[0] ?? 0) * Number(found.has_bias)
    : found.shape.reduce((all, side) => all * side, 1);
  const index = Number(digits);
  return index < count ? { operation, index, parameter: isBias ? "bias" : "weight" } : null;
}

const KINDS = { drawing: "d", batch: "n" } as const;

/** "d*n*conv1.12": all weights for the drawing, all for a batch, one weight. */
export function textOfMoves(moves: readonly Move[]): string {
  return moves
    .map((each) => (each.move === "weight" ? textOfWeight(each.weight) : KINDS[each.move]))
    .join("*");
}

/** The moves that a text names; parts that are no move are ignored. */
export function movesIn(
  text: string | null,
  operations: Readonly<Record<string, Weighted>>,
): readonly Move[] {
  const found = (text ?? "").split("*").flatMap((part): Move[] => {
    if (part === KINDS.drawing) return [{ move: "drawing" }];
    if (part === KINDS.batch) return [{ move: "batch" }];
    const weight = weightIn(part, operations);
    return weight === null ? [] : [{ move: "weight", weight }];
  });
  return found.slice(0, MOST_MOVES);
}
