/** What a wrong last activation, or a wrong measure, makes of the same numbers. */
import { softmaxOf } from "./arithmetic.ts";

export const sigmoid = (logit: number) => 1 / (1 + Math.exp(-logit));

/** The slope of a sigmoid: the factor that a gradient is multiplied by on its way back. */
export const slopeAt = (logit: number) => sigmoid(logit) * (1 - sigmoid(logit));

const sumOf = (all: readonly number[]) => all.reduce((sum, each) => sum + each, 0);

/** More probable than not. */
const YES = 0.5;

export const above = (parts: readonly number[]) =>
  parts.flatMap((part, i) => (part > YES ? [i] : []));

/** Sigmoids where one of all labels is right: the probability of each logit by itself. */
export function eachAlone(logits: readonly number[]) {
  const parts = logits.map(sigmoid);
  return { parts, sum: sumOf(parts), above: above(parts) };
}

/** Softmax where several labels are right: those that sigmoids find, and which of them softmax leaves above one half. */
export function torn(logits: readonly number[]) {
  const there = above(logits.map(sigmoid));
  const parts = [...softmaxOf(logits).probabilities];
  return { there, parts, left: there.filter((i) => (parts[i] ?? 0) > YES) };
}

/** Classes as if they were amounts: the mean of their numbers, weighted by probability. */
export function meanClass(probabilities: ArrayLike<number>): number {
  return sumOf(Array.from(probabilities, (part, number) => part * number));
}

/** Which of `count` equal parts of a range a value lies in; 0 .. count - 1. */
export function stageOf(value: number, [low, high]: readonly [number, number], count: number) {
  const stage = Math.floor(((value - low) / (high - low || 1)) * count);
  return Math.max(0, Math.min(count - 1, stage));
}

type Pair = readonly [is: number, predicted: number];

/** Part of the stages that are right: near misses count as much as far ones. */
export const accuracyIn = (pairs: readonly Pair[]) =>
  pairs.filter(([is, predicted]) => is === predicted).length / pairs.length;

/** The cost of a miss, as a part of the largest possible cost: (i - j)^2 / (N - 1)^2. */
export const costOf = (by: number, count: number) => (by / (count - 1)) ** 2;

/**
 * Agreement of ordered stages (Cohen 1968) with squared weights: 1 is perfect, 0 what chance gives with the same numbers of
 * each stage.
 */
export function weightedKappa(pairs: readonly Pair[], count: number): number {
  const cost = (one: readonly number[], other: readonly number[]) =>
    sumOf(one.flatMap((is) => other.map((predicted) => costOf(is - predicted, count)))) /
    (one.length * other.length);
  const seen = sumOf(pairs.map(([is, predicted]) => costOf(is - predicted, count))) / pairs.length;
  const chance = cost(
    pairs.map(([is]) => is),
    pairs.map(([, predicted]) => predicted),
  );
  return chance === 0 ? 1 : 1 - seen / chance;
}

/** The part that is right where the answer is always "nothing". */
export const byNothing = (all: number, something: number) => (all - something) / all;
