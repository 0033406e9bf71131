/**
 * The formulas of the layers, set in MathML; each symbol has the colour of what it names: x what feeds the cell, w its
 * weights, b its bias, z the sum before ReLU, y the cell.
 */

import type { AppliedFunction, Expression } from "../network/kinds/kind.ts";

const MATHML = "http://www.w3.org/1998/Math/MathML";

type Letter = "x" | "w" | "b" | "y" | "z" | "p";

function element(tag: string, children: readonly (Node | string)[], name?: string): MathMLElement {
  const made = document.createElementNS(MATHML, tag);
  if (name !== undefined) made.setAttribute("class", name);
  made.append(...children);
  return made;
}

const row = (...children: readonly Node[]) => element("mrow", children);
/** Brackets keep the size of the letters; stretched, they would be as high as the whole line. */
function sign(text: string): MathMLElement {
  const operator = element("mo", [text]);
  if ("()".includes(text)) operator.setAttribute("stretchy", "false");
  return operator;
}
const word = (text: string) => element("mi", [text]);
/** The space between a function's name and its argument. */
function space(): MathMLElement {
  const made = element("mspace", []);
  made.setAttribute("width", "0.1667em");
  return made;
}
const count = (value: number) => element("mn", [String(value)]);
const letter = (name: Letter) => element("mi", [name], `symbol ${name}`);
const indexed = (name: Letter, ...indices: readonly string[]) =>
  element("msub", [letter(name), row(...indices.map(word))]);
const over = (index: string, last: number) =>
  element("munderover", [sign("∑"), row(word(index), sign("="), count(1)), count(last)]);
const formula = (...children: readonly Node[]) => element("math", children);

/** z = sums over input maps k, rows i and columns j of x times w, and b. */
export function convolutionFormula(maps: number, rows: number, columns: number): MathMLElement {
  const indices = maps > 1 ? ["k", "i", "j"] : ["i", "j"];
  const sums = [...(maps > 1 ? [over("k", maps)] : []), over("i", rows), over("j", columns)];
  const terms = [indexed("x", ...indices), sign("⋅"), indexed("w", ...indices)];
  return formula(letter("z"), sign("="), ...sums, ...terms, sign("+"), letter("b"));
}

/** z = the sum over inputs i of x times w, and b. */
export function linearFormula(inputs: number): MathMLElement {
  const terms = [indexed("x", "i"), sign("⋅"), indexed("w", "i")];
  return formula(letter("z"), sign("="), over("i", inputs), ...terms, sign("+"), letter("b"));
}

/** y = the function of z: its name, and its definition. */
export function functionFormula({ symbol, definition }: AppliedFunction): MathMLElement {
  const named = [word(symbol), ...bracketed("z")];
  return formula(letter("y"), sign("="), ...named, sign("="), ...set(definition));
}

/** z = (x - mean) / sqrt(variance + eps), times w, and b. */
export function normalisationFormula(): MathMLElement {
  const variance = element("msup", [word("σ"), count(2)]);
  const root = element("msqrt", [variance, sign("+"), word("ε")]);
  const distance = row(letter("x"), sign("−"), word("μ"));
  const scaled = [element("mfrac", [distance, root]), sign("⋅"), letter("w")];
  return formula(letter("z"), sign("="), ...scaled, sign("+"), letter("b"));
}

/** An expression as MathML elements: z as its symbol, other letters as words. */
function set(expression: Expression): Node[] {
  if (typeof expression === "string") {
    if (expression === "z") return [letter("z")];
    if (/^\d+$/.test(expression)) return [count(Number(expression))];
    return [/^\w+$/.test(expression) ? word(expression) : sign(expression)];
  }
  if ("numerator" in expression) {
    const { numerator, denominator } = expression;
    return [element("mfrac", [row(...set(numerator)), row(...set(denominator))])];
  }
  if ("base" in expression)
    return [element("msup", [row(...set(expression.base)), row(...set(expression.exponent))])];
  return expression.flatMap(set);
}

/** y = the largest of the window's x, or the mean of them. */
export function poolingFormula(largest: boolean, rows: number, columns: number): MathMLElement {
  if (largest) {
    const under = element("munder", [word("max"), row(word("i"), sign(","), word("j"))]);
    return formula(letter("y"), sign("="), under, space(), indexed("x", "i", "j"));
  }
  const part = element("mfrac", [count(1), count(rows * columns)]);
  return formula(
    letter("y"),
    sign("="),
    part,
    over("i", rows),
    over("j", columns),
    indexed("x", "i", "j"),
  );
}

/** The probability of class c: e to the logit, less the largest logit, over the sum of all of them. */
export function softmaxFormula(): MathMLElement {
  const power = (index: string) =>
    element("msup", [
      word("e"),
      row(indexed("z", index), sign("−"), element("msub", [letter("z"), word("max")])),
    ]);
  const all = row(element("munder", [sign("∑"), word("j")]), power("j"));
  return formula(indexed("p", "c"), sign("="), element("mfrac", [power("c"), all]));
}

function bracketed(name: Letter): Node[] {
  return [sign("("), letter(name), sign(")")];
}
