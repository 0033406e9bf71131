/** Numbers as the readers of this page write them; what is copied to a program keeps its point. */
import * as plain from "../math/numbers.ts";
import { local, phrase, written } from "./phrases.ts";

export const percent = (part: number) => local(plain.percent(part));
/** Of a probability; `percent` is for other parts of a whole. */
export const chance = (part: number) => local(plain.chance(part));
/** A number of percent that is already written, with its sign: no line breaks between the two. */
export const inPercent = (written: string) => `${written}\u00a0%`;
export const number = (value: number) => local(plain.number(value));
export const decimals = (value: number, digits: number) => local(plain.decimals(value, digits));
export const bracketed = (value: number, digits: number) => local(plain.bracketed(value, digits));
export const withPower = (value: number, digits: number) => local(plain.withPower(value, digits));
export const scientific = (value: number) => local(plain.scientific(value));
export const summand = (value: number, digits: number) => local(plain.summand(value, digits));

/** A small count as a word, "six", as it stands in a sentence. */
export const spelled = (count: number) =>
  phrase("number.spelled").split(" ")[count] ?? written(count);

/** With a capital: a sentence may begin with a count. */
export const sentence = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
