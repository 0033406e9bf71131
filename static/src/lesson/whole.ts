/** Beginnings of texts that never cut a sign in two: an emoji is one sign, even if it consists of several letters. */

/** The beginning of a text, of at most so many letters. */
export function beginningOf(text: string, most: number): string {
  const letters = [...text];
  if (letters.length <= most) return text;
  let kept = "";
  for (const sign of signsOf(letters.slice(0, most + LONGEST).join(""))) {
    if ([...kept].length + [...sign].length > most) break;
    kept += sign;
  }
  return kept;
}

/** Letters of the longest signs: families, flags of regions. */
const LONGEST = 16;
/** What belongs to the sign before it: accents, colours of skin, joiners, tags, and what a joiner joins. */
const JOINED = /^(?:\p{M}|\u200d|\ufe0f|[\u{1f3fb}-\u{1f3ff}]|[\u{e0020}-\u{e007f}])$/u;
const REGION = /^[\u{1f1e6}-\u{1f1ff}]$/u;

/** Splits a text into signs as readers see them. Firefox has `Intl.Segmenter` only from version 125 on. */
function signsOf(text: string): string[] {
  if (typeof Intl.Segmenter === "function")
    return Array.from(new Intl.Segmenter().segment(text), ({ segment }) => segment);
  const signs: string[] = [];
  for (const letter of text) {
    const last = signs.at(-1) ?? "";
    const flag = REGION.test(letter) && REGION.test(last);
    if (last !== "" && (JOINED.test(letter) || last.endsWith("\u200d") || flag))
      signs[signs.length - 1] = last + letter;
    else signs.push(letter);
  }
  return signs;
}
