/** A lesson: links of this page, one after the other; passed on as a text that people can read and edit. */
import { FIELDS, SHARED } from "./fields.ts";

export interface LessonStep {
  /** "" where nobody has given it one. */
  readonly title: string;
  /** What follows the page's own address: "?lecture=on#d=…". */
  readonly link: string;
}

/** Nobody shows more screens than this; a text of another kind may have any number of links. */
export const MOST_STEPS = 200;
const MOST_LETTERS = 120;

const LINK = /\[((?:\\.|[^\]\\\n])*)\]\((https?:\/\/[^\s)]+)\)|https?:\/\/[^\s<>"'`)\]]+/g;

/** The links to a screen of this page in any text, in their order, whatever host they name: a list, a page of Markdown. */
export function lessonIn(text: string): LessonStep[] {
  const steps: LessonStep[] = [];
  for (const line of text.split(/\r?\n/)) {
    let before = line.replace(/^[\s>*+-]*(\d+[.)]\s+)?/, "");
    for (const [whole, named, target] of line.matchAll(LINK)) {
      const link = screenOf(target ?? whole);
      const ahead = before.includes(whole) ? before.slice(0, before.indexOf(whole)) : "";
      before = "";
      const title = named === undefined ? ahead.replace(/[\s:–—-]+$/, "") : unescaped(named);
      if (link !== null && steps.length < MOST_STEPS)
        steps.push({ title: title.trim().slice(0, MOST_LETTERS), link });
    }
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

/** What of an address says which screen it is; null where nothing does. */
function screenOf(text: string): string | null {
  if (!URL.canParse(text)) return null;
  const { search, hash, searchParams } = new URL(text);
  const names = new URLSearchParams(hash.slice(1));
  const known =
    FIELDS.some(({ name }) => searchParams.has(name)) || SHARED.some(({ name }) => names.has(name));
  return known ? search + hash : null;
}

const escaped = (title: string) => title.replace(/[\\[\]]/g, "\\$&").replace(/\s+/g, " ");
const unescaped = (title: string) => title.replace(/\\(.)/g, "$1");
