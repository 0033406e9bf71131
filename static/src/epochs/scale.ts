/** The scale of a run's curves: linear or logarithmic, the numbers beside it, and the room that they take. Pure. */
import { withPower } from "../words/numbers.ts";
import { written } from "../words/phrases.ts";

/** A linear scale cannot show a highest loss more than this many times the lowest one. */
const SPAN = 1000;

interface Losses {
  readonly losses: readonly (readonly [number, number | null])[];
  readonly validation: readonly (number | null)[];
}

/**
 * Whether the losses leap so far up that a linear scale would show one spike, and all else at nothing. A training loss that
 * falls to nothing, as where examples are learned by heart, is no leap.
 */
export function leapsFar({ losses, validation }: Losses): boolean {
  const isShown = (loss: number | null): loss is number => loss !== null && loss > 0;
  const held = validation.filter(isShown);
  const trained = losses.map(([, loss]) => loss).filter(isShown);
  const rest = Math.min(...(held.length > 0 ? held : trained));
  const peak = [...held, ...trained].reduce((most, loss) => Math.max(most, loss), 0);
  return peak > SPAN * rest;
}

/** A loss beside its line, as the page's language writes it: very large and very small ones as 7.5e18. */
export function lossInShort(value: number): string {
  if (value === 0 || (Math.abs(value) < 1e4 && Math.abs(value) > 1e-4)) return written(value);
  return withPower(value, 4);
}

/** The powers of ten between two losses that get a line, about `most` of them. */
export function powersBetween(low: number, high: number, most: number): number[] {
  const [from, to] = [Math.floor(Math.log10(low)), Math.ceil(Math.log10(high))];
  const every = Math.max(1, Math.ceil((to - from) / Math.max(1, most)));
  const powers = [];
  for (let power = from; power <= to; power += every) powers.push(Number(`1e${power}`));
  return powers;
}
