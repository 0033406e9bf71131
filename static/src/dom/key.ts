/** The name of a pressed key, in lower case, whatever alphabet the keyboard writes. */

/** Signs that mean what "?" means on the keyboards that have them. */
const QUESTIONS: Readonly<Record<string, string>> = { "؟": "?", "；": "?", "？": "?" };
/** What a key writes in an alphabet without a to z; one key may write two letters (Arabic لا). */
const FOREIGN = /^[^ -~]+$/;
/** What is said of a key while a method of input composes with it. */
const COMPOSED = /^(Process|Unidentified)$/;

/** Where letters are other ones than a to z, a letter is known by the place of its key, as a keyboard of a to z has it. */
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
