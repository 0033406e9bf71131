/**
 * Restores a link that mail, messengers or word processors have changed: `%23` for `#` and other characters written as
 * codes, once or several times, `&amp;` for `&`, white space in it, a full stop or a bracket behind it. Our values have
 * letters, digits and `-._,` only (kinds.ts), so that no such character is ever part of one.
 */
import { FIELDS, SHARED } from "./fields.ts";

const SHARED_NAMES = SHARED.map(({ name }) => name).join("|");
const NAMES = `${[...FIELDS.map(({ name }) => name), "lang", "network"].join("|")}|${SHARED_NAMES}`;

const code = (...signs: readonly string[]) => `%(?:25)*(?:${signs.join("|")})`;
const IS = `(?:=|${code("3D")})`;
const SPACES = `(?:\\+|${code("20", "0A", "0D", "09")})*`;
const HASH = new RegExp(`(?:#|${code("23")})${SPACES}(${SHARED_NAMES})${IS}`, "i");
const NEXT = new RegExp(`(?:&amp;|&|${code("26")})${SPACES}(${NAMES})${IS}`, "gi");
const FIRST = new RegExp(`^\\?${SPACES}(${NAMES})${IS}`, "i");
/** A space, a line's end, a soft hyphen, a character without width. */
const UNMEANT = /[\s\u00ad\u200b-\u200f\u2060\ufeff]+/g;
const COMMA = new RegExp(code("2C"), "gi");
const BEHIND = /[^\w-]+$/;

/** The same address with its parts where they belong. */
export function tidied(address: URL): URL {
  const given = address.search + address.hash;
  const meant = given.replace(FIRST, "?$1=").replace(NEXT, "&$1=").replace(HASH, "#$1=");
  if (meant === given) return address;
  const next = new URL(address);
  const at = meant.indexOf("#");
  next.search = at < 0 ? meant : meant.slice(0, at);
  next.hash = at < 0 ? "" : meant.slice(at);
  return next;
}

/** What a value may have been, the likeliest first. */
export function meantBy(text: string): readonly string[] {
  const whole = text.replace(COMMA, ",").replace(UNMEANT, "").replace(BEHIND, "");
  return whole === "" ? [text] : [whole, text];
}

/** The same for a value with a checksum, which tells whether a shorter text is right: without codes of mail and words behind it. */
export function checkedMeantBy(text: string): readonly string[] {
  const [whole = ""] = meantBy(text);
  const mailed = whole.replace(/^3D/, "").replaceAll("=", "");
  const [first = ""] = text.trim().split(/[^\w-]/);
  return [whole, mailed, first, first.replace(/_+$/, ""), whole.replace(/_+$/, "")];
}
