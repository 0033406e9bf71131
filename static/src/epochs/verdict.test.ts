/** What made-up curves show. */
import { expect, test } from "vitest";
import { type Curves, lowestOf, sinceWhen, verdictOf } from "./verdict.ts";

const TEN = Array.from({ length: 10 }, () => Array.from({ length: 10 }, () => 1));

function curves(
  training: readonly (number | null)[],
  validation: readonly (number | null)[],
  more: Partial<Curves> = {},
): Curves {
  const every = Math.floor(training.length / (validation.length - 1));
  return {
    steps: validation.map((_, i) => i * every),
    losses: training.map((loss, i) => [i + 1, loss]),
    validation_loss: [...validation],
    validation_accuracy: validation.map((loss) => Math.exp(-(loss ?? 9))),
    confusion: validation.map(() => TEN),
    moved: {},
    diverged: null,
    settings: {},
    ...more,
  };
}

const falling = (from: number, to: number, count = 100) =>
  Array.from({ length: count }, (_, i) => from * (to / from) ** (i / (count - 1)));

test("a run whose losses both fall learns", () => {
  expect(verdictOf(curves(falling(2.3, 0.05), [2.3, 0.8, 0.3, 0.1, 0.08])).kind).toBe("learns");
});

test("noise in the validation loss is no overfitting", () => {
  expect(verdictOf(curves(falling(2.3, 0.05), [2.3, 0.5, 0.2, 0.21, 0.205])).kind).toBe("learns");
});

test("a validation loss that is small all the while may go up and down a little", () => {
  const verdict = verdictOf(curves(falling(2.3, 0.095), [2.3, 0.3, 0.126, 0.131, 0.139]));
  expect(verdict.kind).toBe("learns");
});

test("smaller steps on the way that helped are named, and not those that did not, or were larger", () => {
  const training = [...falling(2.3, 0.5, 50), ...falling(2, 0.6, 50)];
  const validation = [2.3, 0.6, 1.27, 0.9, 0.73];
  const kindOf = (later: [number, number][]) => {
    const settings = { learning_rate: 0.2, step_sizes: [[0, 0.2], ...later] };
    return verdictOf(curves(training, validation, { settings }));
  };
  const recovers = { kind: "recovers", step: 60, rate: 0.02, high: 1.27, last: 0.73 };
  expect(kindOf([[60, 0.02]])).toEqual(recovers);
  expect(
    kindOf([
      [10, 0.4],
      [60, 0.02],
    ]),
  ).toEqual(recovers);
  expect(kindOf([[60, 0.4]]).kind).toBe("restless");
  expect(kindOf([[80, 0.02]]).kind).toBe("restless");
});

test("a validation loss that rises while the training loss falls is overfitting, from its lowest moment on", () => {
  const verdict = verdictOf(curves(falling(2.3, 0.001), [2.3, 1.5, 1.2, 1.4, 1.6]));
  expect(verdict).toMatchObject({ kind: "overfits", lowest: 2, low: 1.2, last: 1.6 });
});

test("a validation loss that rises together with the training loss is not", () => {
  const training = [...falling(2.3, 0.2, 50), ...falling(0.2, 1.2, 50)];
  const verdict = verdictOf(curves(training, [2.3, 1, 0.5, 0.8, 1.2]));
  expect(verdict).toMatchObject({ kind: "restless", lowest: 2, low: 0.5, last: 1.2 });
});

test("losses that leap up and down and stay large are not learned by heart", () => {
  const leaps = (i: number) => (i % 2 === 0 ? 0.4 : 0.9);
  const training = falling(2.3, 0.8).map((loss, i) => (i < 60 ? loss : leaps(i)));
  expect(verdictOf(curves(training, [2.3, 1.06, 1.4, 1.3, 1.43])).kind).toBe("restless");
});

test("labels by chance are learned by heart, and nothing carries over", () => {
  const verdict = verdictOf(curves(falling(2.3, 0.002), [2.3, 3, 6, 9, 11]));
  expect(verdict.kind).toBe("by-heart");
});

test("a network that reads more than half of unseen digits does not guess, however large its loss", () => {
  const right = { validation_accuracy: [0.1, 0.4, 0.55, 0.56, 0.57] };
  const verdict = verdictOf(curves(falling(2.3, 0.0001), [2.3, 1.6, 2.5, 3.2, 4], right));
  expect(verdict).toMatchObject({ kind: "overfits", lowest: 1, low: 1.6, last: 4 });
});

test("divergence says how much the loss grew before its end", () => {
  const losses = [2.3, 2.2, 2.1, 4, 20, 900, null];
  const verdict = verdictOf(curves(losses, [2.3, 2.2, 2.1], { diverged: 7 }));
  expect(verdict).toEqual({ kind: "diverged", step: 7, times: 45, within: 1 });
  const early = verdictOf(curves([null], [2.3, null], { diverged: 1 }));
  expect(early.kind).toBe("diverged");
});

test("a loss that leaps and never comes back says when and how high", () => {
  const losses = [2.3, 2.3, 8, 5000, 40, 2.4, ...falling(2.35, 2.31, 50)];
  const verdict = verdictOf(curves(losses, [2.3, 900, 2.4, 2.31]));
  expect(verdict).toEqual({ kind: "leapt", step: 3, top: 4, peak: 5000 });
});

test("a start from zeros, gradients that vanish, small steps and none are told apart", () => {
  const [flat, stuck] = [Array<number>(50).fill(2.31), [2.31, 2.31, 2.311, 2.309]];
  const kindOf = (moved: Curves["moved"], validation = stuck) =>
    verdictOf(curves(flat, validation, { moved })).kind;
  expect(kindOf({ conv1: [0, 0], fc3: [0, 0] })).toBe("still");
  expect(kindOf({ conv1: [0, 0.001], fc3: [0, 0.04] })).toBe("vanishing");
  expect(kindOf({ conv1: [0, 0.01], fc3: [0, 0.01] })).toBe("stuck");
  expect(kindOf({ conv1: [0, 0.01], fc3: [0, 0.01] }, [2.31, 2.305, 2.295, 2.285])).toBe("slow");
  expect(kindOf({})).toBe("stuck");
});

test("the lowest loss is one that is finite", () => {
  expect(lowestOf([null, 2, 1, 3])).toBe(2);
});

test("since when it reads a drawing is the moment after the last other guess", () => {
  const sure = (digit: number, part = 0.9) =>
    Array.from({ length: 10 }, (_, i) => (i === digit ? part : (1 - part) / 9));
  const outcomes = [sure(3), sure(7), sure(1), sure(7), sure(7, 0.95)];
  expect(sinceWhen(outcomes)).toEqual({ guess: 7, moment: 3, chance: 0.95 });
  expect(sinceWhen([sure(7)])).toEqual({ guess: 7, moment: 0, chance: 0.9 });
  expect(sinceWhen([Array<number>(10).fill(0)])).toBeNull();
  expect(sinceWhen([])).toBeNull();
});
