/** A word of the field, underlined with dots: pressed, the list of terms opens at it. */
import { type Key, phrase } from "../words.ts";
import { make } from "./element.ts";

/** A term of the glossary, by the end of its key. */
export type Term = Key extends infer Each
  ? Each extends `glossary.${infer Name}.is`
    ? Name
    : never
  : never;

/** `text` as a button that explains the term; nothing of the page is covered by it. */
export function explained(term: Term, text: string): HTMLElement {
  const title = phrase("terms.show", { term: phrase(`glossary.${term}`) });
  return make("button", { type: "button", class: "term", "data-term": term, title, text });
}
