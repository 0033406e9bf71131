/** The name of a pressed key, in lower case, whatever alphabet the keyboard writes. */

/** Signs that mean what "?" means on the keyboards that have them. */
const QUESTIONS: Readonly<Record<string, string>> = { "؟": "?", "；": "?", "？": "?" };
/** What a key writes in an alphabet without a to z; one key may write two letters (Arabic لا). */
const FOREIGN = /^[^ -~]+$/;
/** The browser's name of a key while an input method (IME) composes with it. */
const COMPOSED = /^(Process|Unidentified)$/;

/** On a keyboard of another alphabet, a key has the name of the letter that a Latin keyboard has in its place. */
export function keyNamed({ key, code }: Pick<KeyboardEvent, "key" | "code">): string {
  const letter = /^Key([A-Z])$/.exec(code)?.[1];
  const isForeign = FOREIGN.test(key) || COMPOSED.test(key);
  return (isForeign && letter ? letter : (QUESTIONS[key] ?? key)).toLowerCase();
}

/** Fields that take letters; others only take arrows. */
export const TYPED = [
  "textarea",
  "select",
  "[contenteditable]",
  "input:not([type=range],[type=checkbox],[type=radio])",
].join();
