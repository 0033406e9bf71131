/** The settings of a run, in the words of the page of live runs: its title, and the settings that matter. Pure. */
import type { FilmSummary } from "../wire/messages.ts";
import { type Key, knows, phrase } from "../words/phrases.ts";
import { inField } from "../words/typed.ts";

type Run = Pick<FilmSummary, "name" | "network" | "settings">;

/** A film that comes with Inkling has a title, a live run is named by its settings, any other film by its name. */
export function titleOf(film: Run): string {
  const key = `film.${film.name}`;
  if (knows(key)) return phrase(key as "film.good");
  if (!/^run-[0-9a-f]+$/.test(film.name)) return film.name;
  const { settings } = film;
  return phrase("epochs.run", {
    network: networkOf(film),
    optimizer: optimizerOf(settings),
    rate: inField(Number(settings.learning_rate), { whole: false }),
    seed: String(settings.seed),
  });
}

/** Each setting with its name; usual values (no dropout, labels unchanged) are left out. */
export function settingsInWords(film: Run): string {
  const { settings } = film;
  const number = (name: string) => Number(settings[name] ?? 0);
  const plainly = (value: number) => inField(value, { whole: Number.isInteger(value) });
  const named = (key: Key, value: string) => `${phrase(key)}: ${value}`;
  const further = stepSizesOf(settings.step_sizes).slice(1);
  const parts = [
    named("train.network", networkOf(film)),
    named("train.optimizer", optimizerOf(settings)),
    named("train.learning_rate", plainly(number("learning_rate"))),
    ...further.map(([step, size]) => phrase("epochs.settings.then", { step, size: plainly(size) })),
    named("train.batch_size", plainly(number("batch_size"))),
    number("images") > 0 && named("train.images", plainly(number("images"))),
    named("train.epochs", plainly(number("epochs"))),
    named("train.start", startOf(number("start"))),
    named("train.activation", activationOf(String(settings.activation || "relu"))),
    number("dropout") > 0 && named("train.dropout", plainly(number("dropout"))),
    number("warp") > 0 && phrase("train.augmentation"),
    number("label_noise") > 0 && phrase("epochs.settings.labels"),
    named("train.seed", String(settings.seed)),
  ];
  return parts.filter((each) => each !== false).join(" · ");
}

function networkOf({ network }: Run): string {
  const key = `train.network.${network}`;
  return knows(key) ? phrase(key as Key) : (network ?? "");
}

function optimizerOf({ optimizer, momentum }: Run["settings"]): string {
  if (optimizer === "adamw") return phrase("train.optimizer.adam");
  return Number(momentum) > 0 ? phrase("train.optimizer.momentum") : phrase("train.optimizer.sgd");
}

const STARTS = { 0: "zeros", 0.1: "small", 1: "good", 4: "large" } as const;

function startOf(factor: number): string {
  const name = STARTS[factor as keyof typeof STARTS];
  return name === undefined
    ? `× ${inField(factor, { whole: false })}`
    : phrase(`train.start.${name}`);
}

function activationOf(name: string): string {
  const key = `train.activation.${name}`;
  return knows(key) ? phrase(key as Key) : name;
}

/** Pairs of a step and the size from it on. */
function stepSizesOf(sizes: unknown): readonly (readonly [number, number])[] {
  return Array.isArray(sizes) ? (sizes as [number, number][]) : [];
}
