/** What slots, chips and clashes are called on the page and in a file of cases. */
import { type Key, phrase, type Values } from "../words/phrases.ts";
import { type Choice, type Clash, isWritten, type Slot } from "./approach.ts";
import { type Names, namesBy } from "./cases.ts";

export const part = (name: string) => `exhibits.choice.${name}` as Key;

/** The names of the page's language. */
export const NAMES = (): Names => namesBy((key) => phrase(part(key)));

export const nameOfSlot = (slot: Slot) => phrase(part(`slot.${slot}`));
export const fileName = (slot: Slot) => phrase(part(`file.${slot}`));

export const nameOfChoice = (slot: Slot, choice: Choice) =>
  isWritten(choice) ? choice.slice(1) : phrase(part(`chip.${slot}.${choice}`));

/** A choice or a condition, as a clash names it: "problem.classes". */
function nameOfTerm(term: string): string {
  const [where = "", name = ""] = term.split(".");
  if (where === "condition") return phrase(part(`condition.${name}`));
  return nameOfChoice(where as Slot, name);
}

/** Which two do not go together, and why. */
export function sentenceOfClash({ name, level, pair }: Clash, values: Values): string {
  const [one, other] = pair.map(nameOfTerm);
  const which = phrase(part(level), { one: one ?? "", other: other ?? "" });
  return `${which} ${phrase(part(`clash.${name}`), values)}`;
}
