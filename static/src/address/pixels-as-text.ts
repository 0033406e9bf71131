/** Pixels as a short text: runs of paper and of full ink are written by their length, greys one by one. Nothing is lost. */
import { reader, writer } from "./bits.ts";

const VERSION = 1;
const INK = 255;
/** Order of the code for lengths of paper runs: those up to 8 take the fewest bits. */
const RUN = 3;
const LONGEST = 60_000;

type What = 0 | 1 | 2; // paper, ink, greys

export function writeBytes(bytes: Uint8Array): string {
  const to = writer();
  to.bits(VERSION, 4);
  let before: What | null = null;
  for (let at = 0; at < bytes.length; ) {
    const what = whatOf(bytes[at] as number);
    let end = at;
    while (end < bytes.length && whatOf(bytes[end] as number) === what) end += 1;
    if (before === null) to.bits(what, 2);
    else to.bits(others(before).indexOf(what), 1);
    to.natural(end - at - 1, what === 0 ? RUN : 1);
    if (what === 2) for (let i = at; i < end; i++) to.bits(bytes[i] as number, 8);
    before = what;
    at = end;
  }
  return to.text();
}

/** So many bytes from any text; throws a RangeError that says what is wrong with it. */
export function readBytes(text: string, count: number): Uint8Array {
  if (text.length > LONGEST) throw new RangeError("the text is too long");
  const from = reader(text);
  if (from.bits(4) !== VERSION) throw new RangeError("it is of another version");
  const bytes = new Uint8Array(count);
  let before: What | null = null;
  for (let at = 0; at < count; ) {
    const what: What =
      before === null ? first(from.bits(2)) : (others(before)[from.bits(1)] as What);
    const end: number = at + from.natural(what === 0 ? RUN : 1) + 1;
    if (end > count) throw new RangeError("it has too many pixels");
    if (what === 2) for (let i = at; i < end; i++) bytes[i] = from.bits(8);
    else bytes.fill(what === 0 ? 0 : INK, at, end);
    before = what;
    at = end;
  }
  return bytes;
}

function whatOf(byte: number): What {
  if (byte === 0) return 0;
  return byte === INK ? 1 : 2;
}

/** A run is never followed by one of its own kind. */
function others(what: What): readonly What[] {
  return ([0, 1, 2] as const).filter((other) => other !== what);
}

function first(bits: number): What {
  if (bits > 2) throw new RangeError("there is no such kind of run");
  return bits as What;
}
