/** Twins: one network has all layers of the other, and shortcuts that add to a layer's output what went into it. */
import type { NetworkDescription } from "../wire/messages.ts";

export interface Twins {
  /** Whether it is the one of the two that has the shortcuts. */
  readonly isOne: boolean;
  readonly shortcuts: number;
  /** Parameters that come with them. */
  readonly further: number;
}

/** null where they are no twins. */
export function twinsOf(one: NetworkDescription, other: NetworkDescription): Twins | null {
  const added = (network: NetworkDescription) =>
    network.operations.filter(({ kind }) => kind === "add").length;
  const isOne = added(one) > added(other);
  const [more, less] = isOne ? [one, other] : [other, one];
  const shortcuts = added(more) - added(less);
  if (shortcuts === 0 || !hasAllOf(more, less)) return null;
  return { isOne, shortcuts, further: more.parameters - less.parameters };
}

/** Whether it has every operation with weights that the other has, of the same size. */
function hasAllOf(more: NetworkDescription, less: NetworkDescription): boolean {
  const sizes = new Map(more.operations.map(({ name, parameters }) => [name, parameters]));
  const learned = less.operations.filter(({ parameters }) => parameters > 0);
  return learned.every(({ name, parameters }) => sizes.get(name) === parameters);
}
