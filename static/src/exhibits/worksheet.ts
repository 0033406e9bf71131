/** What has been chosen for which case: the state of the exercise. */
import { computed, type ReadonlySignal, type Signal, signal } from "@preact/signals-core";
import {
  type Choice,
  type Choices,
  type Clash,
  choicesAsText,
  choicesIn,
  clashesIn,
  SLOTS,
  type Slot,
  withChoice,
  withoutChoice,
} from "./approach.ts";
import type { Case } from "./cases.ts";
import { keepInLink, nameIn } from "./link.ts";

export interface Worksheet {
  readonly cases: Signal<readonly Case[]>;
  /** The cases come from a file of the user's. */
  readonly areOwn: Signal<boolean>;
  readonly at: Signal<number>;
  readonly slot: Signal<Slot>;
  readonly chosen: Signal<readonly Choices[]>;
  /** Cases whose course's choices are shown. */
  readonly compared: Signal<ReadonlySet<number>>;
  readonly said: Signal<string>;
  readonly here: ReadonlySignal<Case>;
  readonly mine: ReadonlySignal<Choices>;
  readonly clashes: ReadonlySignal<readonly Clash[]>;
  put(slot: Slot, choice: Choice): boolean;
  take(slot: Slot, choice: Choice): void;
  clear(): void;
  compare(isShown: boolean): void;
}

/** The state that a link gives; `ofFile`: the cases of the user's file, whose choices are read only from a link that asks for them. */
export function worksheetIn(
  link: URLSearchParams,
  given: readonly Case[],
  ofFile: readonly Case[] | null,
): Worksheet {
  const areOwn = ofFile !== null && link.get("cases") === "own";
  const cases = areOwn ? ofFile : given;
  const isLost = !areOwn && link.get("cases") === "own";
  const read = (at: number) => choicesIn(isLost ? null : link.get(`case${at + 1}`));
  const shown = (link.get("compared") ?? "").split(".").map((number) => Number(number) - 1);
  const first = Math.min(Math.max(Math.round(Number(link.get("case")) || 1), 1), cases.length) - 1;
  return worksheetOf({
    cases: signal(cases),
    areOwn: signal(areOwn),
    at: signal(first),
    slot: signal(nameIn(link.get("slot"), SLOTS)),
    chosen: signal(cases.map((_, at) => read(at))),
    compared: signal(new Set(isLost ? [] : shown.filter((at) => cases[at] !== undefined))),
    said: signal(link.get("said") ?? ""),
  });
}

type Kept = Pick<Worksheet, "cases" | "areOwn" | "at" | "slot" | "chosen" | "compared" | "said">;

function worksheetOf(kept: Kept): Worksheet {
  const { cases, at, chosen, compared } = kept;
  const here = computed(() => cases.value[at.value] as Case);
  const mine = computed(() => chosen.value[at.value] ?? {});
  const change = (choices: Choices) => {
    chosen.value = chosen.value.map((old, i) => (i === at.value ? choices : old));
  };
  return {
    ...{ ...kept, here, mine },
    clashes: computed(() => clashesIn(mine.value, here.value.conditions)),
    put(slot, choice) {
      const more = withChoice(mine.value, slot, choice);
      if (more === mine.value) return false;
      change(more);
      return true;
    },
    take: (slot, choice) => change(withoutChoice(mine.value, slot, choice)),
    clear: () => change({}),
    compare(isShown) {
      const shown = new Set(compared.value);
      if (isShown) shown.add(at.value);
      else shown.delete(at.value);
      compared.value = shown;
    },
  };
}

/** Other cases take the place of those that are here; nothing is chosen for them yet. */
export function changeCases(sheet: Worksheet, cases: readonly Case[], areOwn: boolean): void {
  sheet.at.value = 0;
  sheet.chosen.value = cases.map(() => ({}));
  sheet.compared.value = new Set();
  sheet.areOwn.value = areOwn;
  sheet.cases.value = cases;
}

/** Indices for the most cases that a file may have, so that the link also loses choices of cases that are gone. */
const NUMBERS = Array.from({ length: 12 }, (_, at) => at);

export function keepWorksheet(sheet: Worksheet): void {
  const compared = [...sheet.compared.value].sort((one, other) => one - other);
  const chosen = NUMBERS.map(
    (at) => [`case${at + 1}`, [choicesAsText(sheet.chosen.value[at] ?? {}), ""]] as const,
  );
  keepInLink({
    cases: [sheet.areOwn.value ? "own" : "", ""],
    case: [sheet.at.value + 1, 1],
    slot: [sheet.slot.value, SLOTS[0]],
    ...Object.fromEntries(chosen),
    compared: [compared.map((at) => at + 1).join("."), ""],
    said: [sheet.said.value, ""],
  });
}
