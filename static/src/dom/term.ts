/** Technical terms in running text, underlined with dots: pressing one opens the glossary at it. */
import { type Key, phrase } from "../words/phrases.ts";
import { make } from "./element.ts";

/** A term of the glossary, by the end of its key. */
export type Term = Key extends infer Each
  ? Each extends `glossary.${infer Name}.is`
    ? Name
    : never
  : never;

/** `text` as a button that opens the glossary at the term. A span, because buttons do not wrap with the line. */
export function termButton(term: Term, text: string): HTMLElement {
  const title = phrase("terms.show", { term: phrase(`glossary.${term}`) });
  return make("span", {
    role: "button",
    tabindex: "0",
    class: "term",
    "data-term": term,
    title,
    text,
  });
}

/** Terms that become buttons wherever they stand; everyday words like "layer" and "cell" are in the glossary only. */
const SPOKEN: readonly Term[] = [
  "activation",
  "bias",
  "convolution",
  "downsampling",
  "feature-map",
  "filter",
  "fully-connected",
  "kernel",
  "logit",
  "padding",
  "parameter",
  "pre-activation",
  "probability",
  "receptive-field",
  "relu",
  "softmax",
  "stride",
  "unit",
  "weight",
];
/** No buttons are made inside these: pressing them does something else, or they hold signs instead of words. */
const TAKEN = ["button", "a", "td", "math", "[data-cell]", "[role=button]", ".symbol"].join();

/**
 * Makes the terms in these elements buttons, each at the first place where it stands; `seen` are the terms that have one
 * already, and grows. Plurals and Dutch compounds of "-laag" count.
 */
export function explainWithin(roots: readonly Node[], seen = new Set<Term>()): void {
  const byWords = new Map(SPOKEN.map((term) => [phrase(`glossary.${term}`).toLowerCase(), term]));
  const words = [...byWords.keys()].sort((one, other) => other.length - one.length);
  const any = words.map((each) => each.replace(" ", "[ -]")).join("|");
  // No lookbehind (?<!): the oldest browsers do not know it.
  const pattern = new RegExp(`(^|[^\\p{L}-])((${any})(?:s|es|en|laag)?)(?!\\p{L})`, "giu");
  for (const root of roots) {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    const texts: Text[] = [];
    while (walker.nextNode()) texts.push(walker.currentNode as Text);
    for (const text of texts) {
      if (text.parentElement?.closest(TAKEN)) continue;
      const parts = partsOf(text.data, pattern, (word) => {
        const term = byWords.get(word.toLowerCase().replace("-", " "));
        if (term === undefined || seen.has(term)) return null;
        seen.add(term);
        return term;
      });
      if (parts.length > 1 || typeof parts[0] !== "string") text.replaceWith(...parts);
    }
  }
}

function partsOf(
  text: string,
  pattern: RegExp,
  termOf: (word: string) => Term | null,
): (string | Node)[] {
  const parts: (string | Node)[] = [];
  let from = 0;
  for (const { 0: all, 1: before = "", 2: word = "", 3: stem = "", index } of text.matchAll(
    pattern,
  )) {
    const term = termOf(stem);
    if (term === null) continue;
    const at = index + before.length;
    if (at > from) parts.push(text.slice(from, at));
    parts.push(termButton(term, word));
    from = index + all.length;
  }
  if (from < text.length) parts.push(text.slice(from));
  return parts;
}
