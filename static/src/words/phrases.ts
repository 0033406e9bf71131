/**
 * The page's words, in the one language that the server has put into the page.
 *
 * Every language is one file in static/words; the English one says which keys there are.
 */
import type English from "../../words/en.json";
import { exact } from "../math/numbers.ts";

export type Key = keyof typeof English;
/** Keys that have a form for one and a form for others: "unit.pixel" of "unit.pixel.other". */
export type Counted = Key extends infer Each
  ? Each extends `${infer Stem}.other`
    ? Stem
    : never
  : never;
export type Words = Readonly<Record<string, string>>;
export type Values = Readonly<Record<string, string | number>>;

let words: Words = {};
/** Where all words are, while the page has only those of its first view. */
let elsewhere: string | null = null;
let coming: Promise<void> | null = null;
let plurals = new Intl.PluralRules("en");

/** Says everything in this language from now on; `all`: where the rest of its words are. */
export function speak(language: string, catalogue: Words, all: string | null = null): void {
  words = catalogue;
  elsewhere = all;
  plurals = new Intl.PluralRules(language);
}

/** Says everything in the language of the page: its catalogue lies in the page itself. */
export function speakAsThePage(): void {
  const catalogue = document.querySelector<HTMLElement>("[data-catalogue]");
  const [first, all] = [catalogue?.textContent ?? "{}", catalogue?.dataset.all];
  speak(document.documentElement.lang, JSON.parse(first) as Words, all);
}

/** A part that comes later, once the page has its words as well; throws as `load` or `fetch` do. */
export async function withItsWords<Part>(load: () => Promise<Part>): Promise<Part> {
  coming ??= fetchAllWords().finally(() => {
    coming = null;
  });
  return (await Promise.all([load(), coming]))[0];
}

async function fetchAllWords(): Promise<void> {
  if (elsewhere === null) return;
  const answer = await fetch(elsewhere);
  if (!answer.ok) throw new Error(`${elsewhere} did not arrive`);
  words = (await answer.json()) as Words;
  elsewhere = null;
}

/** The words of `key` with its {holes} filled; numbers are written as the language does. */
export function phrase(key: Key, values: Values = {}): string {
  return fill(found(key), values);
}

/** A key without words stands on the page as it is, and the console says so. */
function found(key: Key): string {
  const text = words[key];
  if (text === undefined && elsewhere !== null) console.error(key);
  return text ?? key;
}

export function knows(key: string): boolean {
  return key in words;
}

/** The form of `key` for so many: "1 pixel", "3 pixels". */
export function counted(key: Counted, count: number, values: Values = {}): string {
  const text = words[`${key}.${plurals.select(count)}`] ?? words[`${key}.other`] ?? key;
  return fill(text, { count, ...values });
}

/** The words of `key` with elements in its {holes}. */
export function pieces(
  key: Key,
  parts: Readonly<Record<string, string | Node>>,
): (string | Node)[] {
  return found(key)
    .split(/(\{\w+\})/)
    .filter((text) => text !== "")
    .map((text) => parts[text.slice(1, -1)] ?? text);
}

/** A network's own English words, such as a layer's title; those that no catalogue has stay as they are. */
export const course = (text: string): string => translated("course.", text);

/** The same of other English words that the server says; `kind` is the beginning of their keys. */
export function translated(kind: string, text: string): string {
  const [, stem = text, number = ""] = /^(.*?)( \d+)?$/s.exec(text) ?? [];
  const found = words[kind + (number === "" ? stem : `${stem} {n}`)];
  return found?.replace("{n}", number.trim()) ?? text;
}

/** A number that is written with a point, as the language writes it: "0.52" as "0,52" in Dutch. */
export function local(text: string): string {
  return text.replace(".", words["number.decimal"] ?? ".");
}

/** 61706 as "61,706", or as "61.706" in Dutch. */
export function written(value: number): string {
  const [whole = "", part] = exact(value).split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, words["number.group"] ?? ",");
  return part === undefined ? grouped : `${grouped}${words["number.decimal"] ?? "."}${part}`;
}

/** English says "an" before 8, 11, 18 and 80 to 89. */
const ARTICLE = /\b([Aa]) \{(\w+)\}/g;
const VOWELS = /^(8\d?|11|18)$/;

function fill(text: string, values: Values): string {
  const spoken = text.replace(ARTICLE, (found, article: string, name: string) =>
    VOWELS.test(String(values[name])) ? `${article}n {${name}}` : found,
  );
  return spoken.replace(/\{(\w+)\}/g, (hole, name: string) => {
    const value = values[name];
    return typeof value === "number" ? written(value) : (value ?? hole);
  });
}
