/** A lesson: links of this page, one after the other; passed on as a text that people can read and edit. */

import { stateIn } from "../address/address.ts";
import { FIELDS, SHARED } from "../address/fields.ts";
import type { LessonStep } from "../state/lesson.ts";

/** Nobody shows more screens than this; a text of another kind may have any number of links. */
export const MOST_STEPS = 200;
/** Longer texts are no list of links. */
export const MOST_TEXT = 1_000_000;
const MOST_LETTERS = 120;

/** A link of Markdown, its label over two lines at most, or any address; what ends a sentence is no part of that. */
const LABEL = String.raw`\[((?:\\.|[^\]\\[\n]|\n(?!\s*\n)){0,300})\]`;
const TARGET = String.raw`\(\s*<?(https?:\/\/[^\s)>]+)>?(?:\s+["'][^"'\n]{0,300}["'])?\s*\)`;
const ADDRESS = String.raw`https?:\/\/[^\s<>"'\`)\]|]+`;
const LINK = new RegExp(`${LABEL}${TARGET}|${ADDRESS}`, "g");

const OURS = new Set(["lang", "network", ...[...FIELDS, ...SHARED].map(({ name }) => name)]);

/** The links to a screen of this page in any text, in their order, whatever host they name: a list, a page of Markdown. */
export function lessonIn(text: string): LessonStep[] {
  const steps: LessonStep[] = [];
  let end = 0;
  for (const { 0: whole, 1: label, 2: target, index } of text.matchAll(LINK)) {
    const link = screenOf(target ?? whole.replace(/[.,;:!?*_]+$/, ""));
    const title = label === undefined ? ahead(text.slice(end, index)) : unescaped(label);
    end = index + whole.length;
    if (link === null) continue;
    steps.push({ title: title.replace(/\s+/g, " ").trim().slice(0, MOST_LETTERS), link });
    if (steps.length === MOST_STEPS) break;
  }
  return steps;
}

/** A numbered list in Markdown; `base` is the address that the links are to have. */
export function lessonAsText(steps: readonly LessonStep[], base: string): string {
  const lines = steps.map(
    ({ title, link }, i) => `${i + 1}. [${escaped(title)}](${new URL(link, base).href})`,
  );
  return `${lines.join("\n")}\n`;
}

/** Query and hash of an address that shows a screen of this page; null unless the page knows most names in them. */
function screenOf(text: string): string | null {
  const plain = text.replaceAll("&amp;", "&");
  if (!URL.canParse(plain)) return null;
  const address = new URL(plain);
  const names = [...address.searchParams.keys()];
  names.push(...new URLSearchParams(address.hash.slice(1)).keys());
  const ours = names.filter((name) => OURS.has(name)).length;
  const says = Object.keys(stateIn(address).state).length > 0;
  return says && ours > names.length - ours ? address.search + address.hash : null;
}

/** The words before an address on its line, without what marks a list or a table. */
function ahead(text: string): string {
  const line = text.slice(text.lastIndexOf("\n") + 1).slice(-300);
  return line
    .replace(/^[\s>*+|,.;:-]*(\d+[.)]\s+)?/, "")
    .replace(/[*_|<>]+/g, "")
    .replace(/[\s:–—-]+$/, "");
}

const escaped = (title: string) => title.replace(/[\\[\]]/g, "\\$&").replace(/\s+/g, " ");
const unescaped = (title: string) => title.replace(/\\(.)/g, "$1");
