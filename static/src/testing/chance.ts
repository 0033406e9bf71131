/** Reproducible chance for property tests: the same seed, the same examples. */
export interface Chance {
  /** From 0 up to, but not including, 1. */
  part(): number;
  /** A whole number from `low` to `high`, both included. */
  whole(low: number, high: number): number;
  one<Item>(items: readonly Item[]): Item;
  some<Item>(items: readonly Item[]): Item[];
}

/** Mulberry32, a small generator with good enough bits for examples. */
export function chanceFrom(seed: number): Chance {
  let state = seed >>> 0;
  const part = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const whole = (low: number, high: number) => low + Math.floor(part() * (high - low + 1));
  return {
    part,
    whole,
    one: (items) => items[whole(0, items.length - 1)] as (typeof items)[number],
    some: (items) => items.filter(() => part() < 0.4),
  };
}
