/**
 * A lesson: links of this page, one after the other; passed on as a text that people can read and edit. Below a link, indented,
 * may stand its screen's question as a quotation and, after an empty line, its notes.
 */

import { stateIn } from "../address/address.ts";
import { FIELDS, SHARED } from "../address/fields.ts";
import { tidied } from "../address/tidy.ts";
import { type LessonStep, MOST_NOTES, MOST_QUESTION, MOST_TITLE } from "../state/lesson.ts";
import { beginningOf } from "./whole.ts";

/** Nobody shows more screens than this; a text of another kind may have any number of links. */
export const MOST_STEPS = 200;
/** Longer texts are no list of links. */
export const MOST_TEXT = 1_000_000;

/** A Markdown link, its label over two lines at most, or any address; punctuation that ends a sentence is no part of it. */
const LABEL = String.raw`\[((?:\\.|[^\]\\[\n]|\n(?!\s*\n)){0,300})\]`;
const TARGET = String.raw`\(\s*<?(https?:\/\/[^\s)>]+)>?(?:\s+["'][^"'\n]{0,300}["'])?\s*\)`;
const ADDRESS = String.raw`https?:\/\/[^\s<>"'\`)\]|]+`;
const LINK = new RegExp(`${LABEL}${TARGET}|${ADDRESS}`, "g");

/** The address of an exhibit, or of the page of live runs; these pages know which parameters their links may have. */
const PAGE = /\/(exhibits\/[a-z]{1,20}|train)$/;

const OURS = new Set(["lang", "network", ...[...FIELDS, ...SHARED].map(({ name }) => name)]);

/** The links to a screen of this page in any text, in their order, whatever host they name: a list, a page of Markdown. */
export function lessonIn(text: string): LessonStep[] {
  const found = screensIn(text);
  return found.map(({ title, link, end }, i) => {
    const next = found[i + 1]?.start ?? text.length;
    return { title, link, ...wordsBelow(text.slice(end, next)) };
  });
}

interface Found {
  readonly title: string;
  readonly link: string;
  readonly start: number;
  readonly end: number;
}

function screensIn(text: string): Found[] {
  const found: Found[] = [];
  let end = 0;
  for (const { 0: whole, 1: label, 2: target, index } of text.matchAll(LINK)) {
    const link = screenOf(target ?? whole.replace(/[.,;:!?*_]+$/, ""));
    const title = label === undefined ? ahead(text.slice(end, index)) : unescaped(label);
    end = index + whole.length;
    if (link === null) continue;
    const shown = beginningOf(inOneLine(title), MOST_TITLE);
    found.push({ title: shown, link, start: index, end });
    if (found.length === MOST_STEPS) break;
  }
  return found;
}

const QUOTED = /^\s{2,}>\s?(.*)$/;

/** Question and notes of a screen, in what stands between its link and the next. */
function wordsBelow(text: string): Pick<LessonStep, "question" | "notes"> {
  const lines = text.split("\n").slice(1);
  const stop = lines.findIndex((line) => /^\S/.test(line));
  const inside = stop < 0 ? lines : lines.slice(0, stop);
  // The rest of the link's own paragraph is about the link.
  const after = inside.findIndex((line) => line.trim() === "" || QUOTED.test(line));
  const below = after < 0 ? [] : inside.slice(after);
  const from = below.findIndex((line) => line.trim() !== "");
  const quoted: string[] = [];
  for (const line of from < 0 ? [] : below.slice(from)) {
    const [, words] = QUOTED.exec(line) ?? [];
    if (words === undefined) break;
    quoted.push(words);
  }
  const question = inOneLine(unescaped(quoted.join(" ")));
  const notes = unescaped(tidy(below.slice(Math.max(from, 0) + quoted.length)));
  return { ...(question !== "" && { question }), ...(notes !== "" && { notes }) };
}

/** Lines without what they are indented by, and without empty ones around them. */
function tidy(lines: readonly string[]): string {
  const full = lines.filter((line) => line.trim() !== "");
  const indent = full.length === 0 ? 0 : Math.min(...full.map((line) => line.search(/\S/)));
  const text = lines.map((line) => line.slice(indent).trimEnd()).join("\n");
  return text.replace(/^\n+|\n+$/g, "");
}

/** A numbered list in Markdown; `base` is the address that the links are to have. */
export function lessonAsText(steps: readonly LessonStep[], base: string): string {
  const items = steps.map((step, i) => itemOf(step, `${i + 1}. `, base));
  // An empty line between items if any item has more than one line.
  return `${items.join(items.some((item) => item.includes("\n")) ? "\n\n" : "\n")}\n`;
}

function itemOf(
  { title, link, question = "", notes = "" }: LessonStep,
  mark: string,
  base: string,
) {
  const indent = " ".repeat(mark.length);
  const head = `${mark}[${escaped(title)}](${new URL(link, base).href})`;
  const asked = inOneLine(question) === "" ? [] : [`${indent}> ${unlinked(inOneLine(question))}`];
  const lines = unlinked(tidy(notes.split("\n"))).split("\n");
  const noted = lines.map((line) => (line === "" ? "" : `${indent}${line.replace(/^>/, "\\>")}`));
  return [head, ...asked, ...(lines.join("") === "" ? [] : ["", ...noted])].join("\n");
}

/** The first question or notes that are longer than they may be; null where none are. */
export function tooLong(steps: readonly LessonStep[]): TooLong | null {
  for (const [i, { question = "", notes = "" }] of steps.entries()) {
    const asked = { step: i + 1, part: "question", length: [...question].length } as const;
    if (asked.length > MOST_QUESTION) return { ...asked, most: MOST_QUESTION };
    const noted = { step: i + 1, part: "notes", length: [...notes].length } as const;
    if (noted.length > MOST_NOTES) return { ...noted, most: MOST_NOTES };
  }
  return null;
}

export interface TooLong {
  /** From 1. */
  readonly step: number;
  readonly part: "question" | "notes";
  readonly length: number;
  readonly most: number;
}

/** Query and hash of an address that shows a screen of this page, with the path of an exhibit; null unless the page knows most names in them. */
export function screenOf(text: string): string | null {
  const given = addressIn(text.replaceAll("&amp;", "&"));
  if (given === null) return null;
  const [page] = PAGE.exec(given.pathname) ?? [];
  if (page !== undefined) return page.slice(1) + given.search + given.hash;
  const address = tidied(given);
  const names = [...address.searchParams.keys()];
  names.push(...new URLSearchParams(address.hash.slice(1)).keys());
  const ours = names.filter((name) => OURS.has(name)).length;
  const says = Object.keys(stateIn(address).state).length > 0;
  return says && ours > names.length - ours ? address.search + address.hash : null;
}

function addressIn(text: string): URL | null {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}

/** The words before an address on its line, without what marks a list or a table. */
function ahead(text: string): string {
  const line = text.slice(text.lastIndexOf("\n") + 1).slice(-300);
  return line
    .replace(/^[\s>*+|,.;:-]*(\d+[.)]\s+)?/, "")
    .replace(/[*_|<>]+/g, "")
    .replace(/[\s:–—-]+$/, "");
}

const inOneLine = (text: string) => text.replace(/\s+/g, " ").trim();
const escaped = (title: string) => title.replace(/[\\[\]]/g, "\\$&").replace(/\s+/g, " ");
/** Addresses in a question or notes must not become screens of the lesson. */
const unlinked = (text: string) => text.replaceAll("\\", "\\\\").replaceAll("://", ":/\\/");
const unescaped = (text: string) => text.replace(/\\([!-/:-@[-`{-~])/g, "$1");
