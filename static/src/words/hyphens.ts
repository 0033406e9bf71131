/** Where the words of a title may be broken: soft hyphens, which are seen only at the end of a line. */
import { phrase } from "./phrases.ts";

const SOFT = "\u00ad";
/** Shorter words stay whole. */
const LONG = /\p{L}{7,}/gu;
/** Before a consonant with a vowel behind it; two letters stay before the break, and three behind it. */
const SYLLABLE = /(^\p{L}{2,}?|\p{L}+?)(?=[bcdfghjklmnpqrstvwxz][aeiouy]\p{L})/giu;

/** Long words with soft hyphens: at the syllables that the language's list has, others before a consonant and a vowel. */
export function hyphenated(text: string): string {
  const known = new Map(
    phrase("stage.hyphens")
      .split(" ")
      .map((word) => [word.replaceAll("·", ""), word.split("·")]),
  );
  return text.replace(LONG, (word) => {
    const parts = known.get(word.toLowerCase());
    return parts === undefined ? word.replace(SYLLABLE, `$1${SOFT}`) : cut(word, parts).join(SOFT);
  });
}

/** The word in parts as long as these. */
function cut(word: string, parts: readonly string[]): string[] {
  let at = 0;
  return parts.map(({ length }) => {
    at += length;
    return word.slice(at - length, at);
  });
}

export function whole(text: string): string {
  return text.replaceAll(SOFT, "");
}
