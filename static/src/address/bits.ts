/** Bits one by one, numbers of any size in few of them, and their text for an address. */

export interface Writer {
  /** The lowest `count` bits of a number, highest first. */
  bits(value: number, count: number): void;
  /** Any whole number from 0 on; those below 2 ** order are shortest (Exp-Golomb). */
  natural(value: number, order: number): void;
  /** Any whole number; those near 0 are shortest. */
  signed(value: number, order: number): void;
  /** All that was written and a checksum, as base64url. */
  text(): string;
}

/** Reads what a writer wrote; throws a RangeError where the text is damaged. */
export interface Reader {
  bits(count: number): number;
  natural(order: number): number;
  signed(order: number): number;
}

/** A number with more leading zeros is damaged. */
const LONGEST_PREFIX = 24;
const CHECK_BYTES = 2;

/** Bits that a natural number takes. */
export function sizeOfNatural(value: number, order: number): number {
  return 2 * (31 - Math.clz32(value + 2 ** order)) + 1 - order;
}

export function writer(): Writer {
  const bytes: number[] = [];
  let used = 8; // bits of the last byte
  const bit = (value: number) => {
    if (used === 8) {
      bytes.push(0);
      used = 0;
    }
    const last = bytes.length - 1;
    bytes[last] = (bytes[last] as number) | (value << (7 - used));
    used += 1;
  };
  const bits = (value: number, count: number) => {
    for (let i = count - 1; i >= 0; i--) bit(Math.floor(value / 2 ** i) & 1);
  };
  const natural = (value: number, order: number) => {
    const raised = value + 2 ** order;
    const length = Math.floor(Math.log2(raised)) + 1;
    bits(0, length - 1 - order);
    bits(raised, length);
  };
  return {
    bits,
    natural,
    signed: (value, order) => natural(value > 0 ? 2 * value - 1 : -2 * value, order),
    text: () => toText(withChecksum(bytes)),
  };
}

export function reader(text: string): Reader {
  const bytes = checked(fromText(text));
  let at = 0;
  const bits = (count: number) => {
    let value = 0;
    for (let i = 0; i < count; i++, at++) {
      const byte = bytes[at >> 3];
      if (byte === undefined) throw new RangeError("the text is too short");
      value = 2 * value + ((byte >> (7 - (at & 7))) & 1);
    }
    return value;
  };
  const natural = (order: number) => {
    let zeros = 0;
    while (bits(1) === 0)
      if (++zeros > LONGEST_PREFIX) throw new RangeError("a number is too large");
    return 2 ** (zeros + order) + bits(zeros + order) - 2 ** order;
  };
  const signed = (order: number) => {
    const value = natural(order);
    if (value === 0) return 0;
    return value % 2 === 1 ? (value + 1) / 2 : -value / 2;
  };
  return { bits, natural, signed };
}

/** CRC-16 (CCITT): of damaged texts, one in 65,536 passes for another. */
function checksumOf(bytes: readonly number[]): number {
  let sum = 0xffff;
  for (const byte of bytes) {
    sum ^= byte << 8;
    for (let i = 0; i < 8; i++) sum = sum & 0x8000 ? ((sum << 1) ^ 0x1021) & 0xffff : sum << 1;
  }
  return sum;
}

/** The bytes are never whole groups of three: the text then ends in a letter or digit, which no program cuts off. */
function withChecksum(bytes: readonly number[]): number[] {
  const padded = (bytes.length + CHECK_BYTES) % 3 === 0 ? [...bytes, 0] : bytes;
  const sum = checksumOf(padded);
  return [...padded, sum >> 8, sum & 255];
}

function checked(bytes: readonly number[]): readonly number[] {
  const content = bytes.slice(0, -CHECK_BYTES);
  const sum = checksumOf(content);
  const [high, low] = bytes.slice(-CHECK_BYTES);
  if (high !== sum >> 8 || low !== (sum & 255)) throw new RangeError("the checksum is wrong");
  return content;
}

function toText(bytes: readonly number[]): string {
  const text = btoa(binary(bytes));
  return text.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

function binary(bytes: readonly number[]): string {
  return bytes.map((byte) => String.fromCharCode(byte)).join("");
}

function fromText(text: string): number[] {
  if (!/^[\w-]*$/.test(text)) throw new RangeError("a sign is none of base64url");
  const padded = text.replaceAll("-", "+").replaceAll("_", "/");
  return [...decoded(padded)].map((sign) => sign.charCodeAt(0));
}

function decoded(text: string): string {
  try {
    return atob(text);
  } catch {
    throw new RangeError("the text is cut off");
  }
}
