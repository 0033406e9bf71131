/** Numbers that people type, with a comma or a point, whatever the page's language; and as a field shows them. */
import { significant } from "../math/numbers.ts";
import { local, written } from "./phrases.ts";

/** What a field takes. */
export interface Range {
  readonly least: number;
  readonly most: number;
  readonly whole: boolean;
}

const PLAIN = /^[-−]?\d*[.,]?\d*(e[-−+]?\d+)?$/i;
const GROUPED = /^[-−]?[1-9]\d{0,2}(([.,\u00a0\u202f ])\d{3})(\2\d{3})*$/;

/** The number that was typed; null for what is none, is out of range, or could be two numbers ("1,000" where parts count). */
export function typedNumber(text: string, { least, most, whole }: Range): number | null {
  const value = numberOf(text.trim(), whole);
  if (value === null || value < least || value > most) return null;
  return whole && !Number.isInteger(value) ? null : value;
}

function numberOf(text: string, whole: boolean): number | null {
  const plain = text.replace(/−/g, "-");
  if (GROUPED.test(text)) return whole ? Number(plain.replace(/[^\d-]/g, "")) : null;
  if (!PLAIN.test(text) || !/\d/.test(text)) return null;
  const value = Number(plain.replace(",", "."));
  return Number.isFinite(value) ? value : null;
}

/** A number as a field shows it, which can also be typed. */
export function inField(value: number, { whole }: Pick<Range, "whole">): string {
  return whole ? written(value) : local(String(significant(value, 12)));
}
