/** Unit tests speak English. */
import english from "../../words/en.json" with { type: "json" };
import { type Key, phrase, speak } from "../words/phrases.ts";

speak("en", english);

/** The body of a template in English, without what only the server fills in. */
export function inEnglish(template: string): string {
  const filled = template.replace(/{{ phrase\("([\w.]+)"\) }}/g, (_, key) => phrase(key as Key));
  const plain = filled.replace(/{%.*?%}|{{.*?}}/g, "");
  return plain.match(/<body.*?>(.*)<\/body>/s)?.[1] ?? "";
}
