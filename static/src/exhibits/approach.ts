/** An approach to a problem: eight slots, what can be put into them, and which choices do not go together. */

export const SLOTS = [
  "problem",
  "preprocessing",
  "labels",
  "output",
  "activation",
  "model",
  "metric",
  "other",
] as const;
export type Slot = (typeof SLOTS)[number];

/** A chip's name, or "~" and what somebody wrote. */
export type Choice = string;
export type Choices = Readonly<Partial<Record<Slot, readonly Choice[]>>>;

/** What is offered for each slot. */
export const CHIPS: Readonly<Record<Slot, readonly string[]>> = {
  problem: ["classes", "several", "stages", "number", "boxes", "pixels"],
  preprocessing: ["scale", "normalise", "crop", "contrast", "augment", "grey"],
  labels: ["class", "stage", "number", "boxes", "pixels", "proven", "experts"],
  output: ["chances", "number", "boxes", "map"],
  activation: ["softmax", "sigmoid", "relu", "none"],
  model: ["small", "resnet", "vgg", "unet", "several"],
  metric: ["accuracy", "sensitivity", "kappa", "error", "dice", "frames"],
  other: ["offline", "groups", "privacy", "doubt", "places"],
};

/** What a case asks for before anything is chosen. */
export const CONDITIONS = ["phone", "server", "live", "colour"] as const;
export type Condition = (typeof CONDITIONS)[number];

/** Slots that hold one choice: another choice replaces it. */
const ONE: ReadonlySet<Slot> = new Set(["problem", "output", "activation", "model"]);
export const MOST_CHOICES = 6;
export const LONGEST_CHOICE = 60;

export const isWritten = (choice: Choice) => choice.startsWith("~");

/** The choices with this one put into a slot; unchanged where it is there, or the slot is full. */
export function withChoice(choices: Choices, slot: Slot, choice: Choice): Choices {
  const before = choices[slot] ?? [];
  if (before.includes(choice)) return choices;
  if (ONE.has(slot)) return { ...choices, [slot]: [choice] };
  return before.length < MOST_CHOICES ? { ...choices, [slot]: [...before, choice] } : choices;
}

export function withoutChoice(choices: Choices, slot: Slot, choice: Choice): Choices {
  const { [slot]: before = [], ...rest } = choices;
  const left = before.filter((each) => each !== choice);
  return left.length === 0 ? rest : { ...rest, [slot]: left };
}

/** In how many slots at least one choice is the course's as well, and how many slots the course fills. */
export function shared(mine: Choices, course: Choices): readonly [number, number] {
  const filled = SLOTS.filter((slot) => course[slot] !== undefined);
  const same = filled.filter((slot) => course[slot]?.some((each) => mine[slot]?.includes(each)));
  return [same.length, filled.length];
}

// --- what does not go together -------------------------------------------------------------------

/** A choice of a slot, or a condition of the case. */
type Term = `${Slot | "condition"}.${string}`;

/** Two choices or conditions that do not go together (`no`), or only with a drawback (`but`). `name` is the key of its sentence. */
export interface Clash {
  readonly name: string;
  readonly level: "no" | "but";
  readonly pair: readonly [Term, Term];
}

const clash = (name: string, level: Clash["level"], ...pair: [Term, Term]): Clash => ({
  name,
  level,
  pair,
});

export const CLASHES: readonly Clash[] = [
  clash("softmax-of-one", "no", "output.number", "activation.softmax"),
  clash("softmax-of-several", "no", "problem.several", "activation.softmax"),
  clash("sigmoid-of-number", "but", "output.number", "activation.sigmoid"),
  clash("relu-of-number", "but", "output.number", "activation.relu"),
  clash("scores", "but", "output.chances", "activation.none"),
  clash("relu-of-chances", "no", "output.chances", "activation.relu"),
  clash("order-lost", "but", "problem.stages", "activation.softmax"),
  clash("number-as-classes", "but", "problem.number", "output.chances"),
  clash("one-for-pixels", "no", "problem.pixels", "output.chances"),
  clash("number-for-pixels", "no", "problem.pixels", "output.number"),
  clash("one-for-boxes", "no", "problem.boxes", "output.chances"),
  clash("label-without-place", "no", "problem.pixels", "labels.class"),
  clash("box-without-pixels", "but", "problem.pixels", "labels.boxes"),
  clash("label-without-number", "no", "problem.number", "labels.class"),
  clash("costly-labels", "but", "problem.classes", "labels.pixels"),
  clash("background", "but", "problem.pixels", "metric.accuracy"),
  clash("distance-hidden", "but", "problem.stages", "metric.accuracy"),
  clash("never-exact", "no", "problem.number", "metric.accuracy"),
  clash("no-distance", "no", "problem.classes", "metric.error"),
  clash("no-order", "no", "problem.classes", "metric.kappa"),
  clash("nothing-marked", "no", "problem.classes", "metric.dice"),
  clash("nothing-marked", "no", "problem.stages", "metric.dice"),
  clash("nothing-marked", "no", "problem.number", "metric.dice"),
  clash("image-back", "but", "model.unet", "output.chances"),
  clash("image-back", "but", "model.unet", "output.number"),
  clash("too-large", "no", "condition.phone", "model.vgg"),
  clash("too-large", "but", "condition.live", "model.vgg"),
  clash("each-costs", "but", "condition.phone", "model.several"),
  clash("each-costs", "but", "condition.live", "model.several"),
  clash("colour-lost", "but", "condition.colour", "preprocessing.grey"),
];

/** The pairs among these choices and conditions that do not go together. */
export function clashesIn(choices: Choices, conditions: readonly Condition[]): readonly Clash[] {
  const terms = new Set<string>(conditions.map((each) => `condition.${each}`));
  for (const slot of SLOTS) for (const each of choices[slot] ?? []) terms.add(`${slot}.${each}`);
  return CLASHES.filter(({ pair }) => pair.every((term) => terms.has(term)));
}

/** The slot at which a clash is shown: the later of its two. */
export function slotOf({ pair }: Clash): Slot {
  const slots = pair.map((term) => SLOTS.indexOf(term.split(".")[0] as Slot));
  return SLOTS[Math.max(...slots)] as Slot;
}

// --- choices in a link ---------------------------------------------------------------------------

/** "problem.classes_metric.dice.~own%20words" */
export function choicesAsText(choices: Choices): string {
  const filled = SLOTS.filter((slot) => choices[slot] !== undefined);
  return filled
    .map((slot) => [slot, ...(choices[slot] ?? []).map(choiceAsText)].join("."))
    .join("_");
}

const choiceAsText = (choice: Choice) =>
  isWritten(choice)
    ? `~${encodeURIComponent(choice.slice(1)).replace(/[._~]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`)}`
    : choice;

/** The choices in a link; parts of it that are no choice are ignored. */
export function choicesIn(text: string | null): Choices {
  let choices: Choices = {};
  for (const part of (text ?? "").split("_")) {
    const [name, ...given] = part.split(".");
    const slot = SLOTS.find((each) => each === name);
    if (slot === undefined) continue;
    for (const each of given) {
      const choice = choiceIn(slot, each);
      if (choice !== null) choices = withChoice(choices, slot, choice);
    }
  }
  return choices;
}

function choiceIn(slot: Slot, text: string): Choice | null {
  if (!isWritten(text)) return CHIPS[slot].includes(text) ? text : null;
  try {
    return written(decodeURIComponent(text.slice(1)));
  } catch {
    return null;
  }
}

/** What somebody wrote as a choice, null if it is nothing. */
export function written(text: string): Choice | null {
  const words = text.replace(/\s+/g, " ").trim().slice(0, LONGEST_CHOICE).trim();
  return words === "" ? null : `~${words}`;
}
