/** The literals of TypeScript sources, for tests that look for words in them. */

export interface Literal {
  /** Its text; `${...}` of templates as `{}`. */
  readonly text: string;
  /** The code just before it, on the same line or the one above. */
  readonly before: string;
  readonly line: number;
}

/** A slash after one of these begins a regular expression, not a division. */
const BEFORE_EXPRESSION = /(^|[(,=:[!&|?{};>]|\breturn)\s*$/;

/** All string and template literals of a source, those within `${...}` included. */
export function literalsOf(source: string): Literal[] {
  const found: Literal[] = [];
  let at = 0;
  const before = (start: number) => source.slice(Math.max(0, start - 80), start);
  const note = (text: string, start: number) => {
    const line = source.slice(0, start).split("\n").length;
    found.push({ text, before: before(start), line });
  };
  const quoted = (end: string) => {
    const start = at++;
    let text = "";
    while (at < source.length && source[at] !== end) {
      if (source[at] === "\\") at++;
      text += source[at++];
    }
    at++;
    note(text, start);
  };
  const template = () => {
    const start = at++;
    let text = "";
    while (at < source.length && source[at] !== "`") {
      if (source.startsWith("${", at)) {
        at += 2;
        code("}");
        text += "{}";
      } else {
        if (source[at] === "\\") at++;
        text += source[at++];
      }
    }
    at++;
    note(text, start);
  };
  const skipTo = (end: string) => {
    const found = source.indexOf(end, at + 1);
    at = found < 0 ? source.length : found + end.length;
  };
  const expression = () => {
    let inSet = false;
    for (at++; at < source.length && (inSet || source[at] !== "/"); at++) {
      if (source[at] === "\\") at++;
      else if (source[at] === "[") inSet = true;
      else if (source[at] === "]") inSet = false;
    }
    at++;
  };
  const code = (end: string) => {
    let depth = 0;
    while (at < source.length) {
      const sign = source[at] ?? "";
      if (sign === end && depth === 0) {
        at++;
        return;
      }
      if (source.startsWith("//", at)) skipTo("\n");
      else if (source.startsWith("/*", at)) skipTo("*/");
      else if (sign === "/" && BEFORE_EXPRESSION.test(before(at))) expression();
      else if (sign === '"' || sign === "'") quoted(sign);
      else if (sign === "`") template();
      else {
        if (sign === "{") depth++;
        if (sign === "}") depth--;
        at++;
      }
    }
  };
  code("");
  return found;
}
