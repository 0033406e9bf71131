/** What the page knows of one kind of operation: a file of this folder says all of it. */
import type English from "../../../words/en.json";
import type { Arithmetic, ValuesAndWeights } from "../arithmetic.ts";
import type { Box } from "../boxes.ts";
import type { Operation } from "../graph.ts";

type Key = keyof typeof English;
/** A sentence of the step-by-step view; words/forward.ts lists the facts that its {holes} can have. */
export type Sentence = Key & `forward.${string}`;
/** What happens between two layers, in a word or two on the stage; its {holes} are the settings' numbers. */
export type OperationName = Key & `operation.${string}`;
/** What a function is called in a language. */
export type FunctionName = Key & `function.${string}`;

/** A formula to be set: symbols and numbers in a row, fractions and powers. */
export type Expression =
  | string
  | readonly Expression[]
  | { readonly numerator: Expression; readonly denominator: Expression }
  | { readonly base: Expression; readonly exponent: Expression };

/** A function that is applied to each value alone. */
export interface AppliedFunction {
  /** In sentences; without one, they say its symbol. */
  readonly name?: FunctionName;
  of(value: number): number;
  /** What it is called in formulas, as "ReLU", and what it makes of z, as ["max", "(", "0", ",", "z", ")"]. */
  readonly symbol: string;
  readonly definition: Expression;
  /** It and a number in one line of text, as "max(0, −1.20)". */
  written(value: string): string;
  /** The function of a line of PyTorch. */
  asPyTorch(line: string): string;
}

/** How a square window widens what a cell sees, in cells of the input. */
export interface Widening {
  readonly window: number;
  readonly stride: number;
}

export interface Explanation {
  /** How one value comes about; null while numbers are missing. */
  arithmetic(operation: Operation, index: number, numbers: ValuesAndWeights): Arithmetic | null;
  /** What `arithmetic` made as a line of PyTorch that gives a tensor of one value; `import torch` is all that it needs. */
  asPyTorch(arithmetic: Arithmetic): string;
}

export interface Kind {
  /** As in the description. */
  readonly name: string;
  /** Whether shapes and settings are such as this kind computes. Where not, the operation is not known to the page. */
  fits(operation: Operation): boolean;

  /** Of input number `at`, the smallest box of cells that a box of the output is made from; null: none. */
  sees(operation: Operation, at: number, box: Box): Box | null;
  /** The smallest box of the output's cells that are made from a box of input number `at`; null: none. */
  seenBy(operation: Operation, at: number, box: Box): Box | null;
  /** "same": no wider than before; "whole": all of the input; null: not the same for each cell, or not down and across. */
  widens(operation: Operation): Widening | "same" | "whole" | null;
  /** Whether an output map is made from other input maps than the one of the same number. */
  readonly mixesMaps: boolean;

  /**
   * Each output value is made from the input's value of the same index and nothing else: it is a copy, or a function of it.
   * What the inspector explains is then the input's value.
   */
  readonly passes?: "copies" | AppliedFunction;
  /** How one value is computed from others; a kind without `passes` and `explains` is given, as the network's input. */
  readonly explains?: Explanation;

  /** What it is called between the layers; without one, it is not named there. */
  readonly named?: OperationName;
  /** What the step-by-step view says; without one, it says what values there are now. */
  readonly sentence?: Sentence;
  /** Where the output is a class for each unit. */
  readonly sentenceOfClasses?: Sentence;
}
