/** Cases for the exercise from a text file, as `static/exhibits/cases.en.txt` has them; docs/cases.md describes the form. */
import {
  CHIPS,
  type Choice,
  type Choices,
  CONDITIONS,
  type Condition,
  LONGEST_CHOICE,
  SLOTS,
  type Slot,
  withChoice,
} from "./approach.ts";

export interface Case {
  readonly title: string;
  readonly text: string;
  readonly conditions: readonly Condition[];
  /** What the course chooses, and why, a sentence or two a slot. */
  readonly course: Choices;
  readonly why: Readonly<Partial<Record<Slot, string>>>;
}

/** Slots, chips and conditions by the words that name them in the file, as `plain` writes them. */
export interface Names {
  readonly slots: ReadonlyMap<string, Slot | "conditions">;
  readonly chips: ReadonlyMap<Slot, ReadonlyMap<string, string>>;
  readonly conditions: ReadonlyMap<string, Condition>;
}

export const MOST_CASES = 12;
export const LONGEST_FILE = 40_000;
const LONGEST_TITLE = 80;
const LONGEST_TEXT = 600;

export type Problem =
  | "none"
  | "long"
  | "many"
  | "title"
  | "early"
  | "colon"
  | "slot"
  | "twice"
  | "empty"
  | "condition"
  | "choice"
  | "text"
  | "bare";

/** What is wrong with a file, in which line (0: in all of it), and which words. */
export class CasesError extends Error {
  readonly problem: Problem;
  readonly line: number;
  readonly words: string;

  constructor(problem: Problem, line = 0, words = "") {
    super(`${problem}:${line}:${words}`);
    this.problem = problem;
    this.line = line;
    this.words = words;
  }
}

/** A case while its lines are read. */
interface Draft {
  readonly title: string;
  readonly line: number;
  readonly text: string[];
  readonly conditions: Condition[];
  course: Choices;
  readonly why: Partial<Record<Slot, string>>;
  /** The slot (or the conditions) that the next lines belong to; null: the case's text. */
  at: Slot | "conditions" | null;
  readonly seen: Set<string>;
}

/** The cases of a file; raises CasesError with the first thing that is wrong. */
export function casesIn(text: string, names: Names): readonly Case[] {
  if (text.length > LONGEST_FILE) throw new CasesError("long");
  const drafts: Draft[] = [];
  for (const [at, raw] of text.split(/\r\n|\r|\n/).entries()) {
    const line = raw.trim();
    if (line === "") continue;
    const draft = drafts.at(-1);
    if (/^#(?!#)/.test(line)) drafts.push(begun(line.slice(1).trim(), at + 1));
    else if (draft === undefined) throw new CasesError("early", at + 1, line);
    else if (/^[-*] /.test(line)) readSlot(draft, line.slice(2), at + 1, names);
    else readWords(draft, line, at + 1);
  }
  if (drafts.length === 0) throw new CasesError("none");
  if (drafts.length > MOST_CASES) throw new CasesError("many", drafts[MOST_CASES]?.line);
  return drafts.map(finished);
}

function begun(title: string, line: number): Draft {
  if (title === "" || title.length > LONGEST_TITLE) throw new CasesError("title", line, title);
  return {
    ...{ title, line, text: [], conditions: [], course: {}, why: {} },
    ...{ at: null, seen: new Set<string>() },
  };
}

/** "Problem: one of several classes; own words" */
function readSlot(draft: Draft, line: string, at: number, names: Names): void {
  const colon = line.indexOf(":");
  if (colon < 0) throw new CasesError("colon", at, line);
  const name = line.slice(0, colon).trim();
  const slot = names.slots.get(plain(name));
  if (slot === undefined) throw new CasesError("slot", at, name);
  if (draft.seen.has(slot)) throw new CasesError("twice", at, name);
  const given = line.slice(colon + 1).split(";");
  const choices = given.map((each) => each.trim()).filter((each) => each !== "");
  if (choices.length === 0) throw new CasesError("empty", at, name);
  draft.seen.add(slot);
  draft.at = slot;
  for (const each of choices) {
    if (slot === "conditions") draft.conditions.push(conditionIn(each, at, names));
    else draft.course = withCourse(draft.course, slot, each, at, names);
  }
}

function conditionIn(words: string, at: number, names: Names): Condition {
  const condition = names.conditions.get(plain(words));
  if (condition === undefined) throw new CasesError("condition", at, words);
  return condition;
}

function withCourse(course: Choices, slot: Slot, words: string, at: number, names: Names): Choices {
  if (words.length > LONGEST_CHOICE) throw new CasesError("choice", at, words);
  const choice: Choice = names.chips.get(slot)?.get(plain(words)) ?? `~${words}`;
  const more = withChoice(course, slot, choice);
  const before = course[slot]?.length ?? 0;
  // Already in the slot, the slot is full, or it holds only one choice.
  if (more[slot]?.length !== before + 1) throw new CasesError("choice", at, words);
  return more;
}

function readWords(draft: Draft, line: string, at: number): void {
  if (line.length > LONGEST_TEXT) throw new CasesError("text", at, line.slice(0, 40));
  if (draft.at === null) draft.text.push(line);
  else if (draft.at === "conditions") throw new CasesError("slot", at, line.slice(0, 40));
  else draft.why[draft.at] = [draft.why[draft.at], line].filter(Boolean).join(" ");
}

function finished({ title, line, text, conditions, course, why }: Draft): Case {
  if (Object.keys(course).length === 0) throw new CasesError("bare", line, title);
  return { title, text: text.join(" "), conditions, course, why };
}

/** Without accents and capitals, to compare names: "Eén" becomes "een". */
const plain = (name: string) => name.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

/** The names in the language of `say`; the key of a slot, chip or condition is a name as well. */
export function namesBy(say: (key: string) => string): Names {
  const both = <Name extends string>(prefix: string, list: readonly Name[]) =>
    list.flatMap((name) => [[name, name] as const, [say(`${prefix}${name}`), name] as const]);
  const map = <Name extends string>(prefix: string, list: readonly Name[]) =>
    new Map(both(prefix, list).map(([words, name]) => [plain(words), name]));
  const all = [...SLOTS, "conditions"] as const;
  const slots = new Map([...map("slot.", all), ...map("file.", all)]);
  const chips = new Map(SLOTS.map((slot) => [slot, map(`chip.${slot}.`, CHIPS[slot])]));
  return {
    slots,
    chips,
    conditions: map("condition.", CONDITIONS),
  };
}
