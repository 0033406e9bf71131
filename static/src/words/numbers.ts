/** Numbers as the readers of this page write them; what is copied to a program keeps its point. */
import * as plain from "../math/numbers.ts";
import { local, phrase } from "./phrases.ts";

export const percent = (part: number) => local(plain.percent(part));
/** A probability: a softmax never says 0 % or 100 %, and the sign stays with its number. */
export function chance(part: number): string {
  if (part > 0.9995) return phrase("number.chance.most");
  if (part < 0.0005) return phrase("number.chance.least");
  return percent(part);
}
export const number = (value: number) => local(plain.number(value));
export const decimals = (value: number, digits: number) => local(plain.decimals(value, digits));
export const scientific = (value: number) => local(plain.scientific(value));
export const summand = (value: number, digits: number) => local(plain.summand(value, digits));
