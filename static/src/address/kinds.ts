/** How one part of the state is written in an address, and read from one that anybody may have made up. */

import type { Drawing } from "../ink/strokes.ts";
import {
  type Camera,
  CLOSEST,
  FURTHEST,
  PRESETS,
  type Preset,
  STEEPEST,
  tidied,
} from "../layout/pose.ts";
import type { Cell } from "../network/reading.ts";
import { readDrawing, writeDrawing } from "./ink-as-text.ts";
import { readBytes, writeBytes } from "./pixels-as-text.ts";

/** The value of a text, and its parts that are not valid; the value is undefined where no part is valid. */
export interface Parsed<Value> {
  readonly value?: Value;
  readonly ignored: readonly string[];
}

export interface AddressKind<Value> {
  /** Letters, digits and `-._,` only, so that every program keeps the address whole; "" for nothing. */
  write(value: Value): string;
  /** Takes any text; never throws. */
  read(text: string): Parsed<Value>;
}

/** Longer texts are damaged or made up. */
const LONGEST = 2000;
const DECIMAL = /^-?\d{1,4}(\.\d{1,2})?$/;
const NAME = /^[a-z0-9_-]{1,64}$/;

/** A kind whose texts are right or wrong as a whole; `parse` answers undefined for a wrong one. */
export function kind<Value>(
  write: (value: Value) => string,
  parse: (text: string) => Value | undefined,
  longest = LONGEST,
): AddressKind<Value> {
  return {
    write,
    read: (text) => {
      const value = text.length > longest ? undefined : parse(text);
      return value === undefined ? { ignored: [text] } : { value, ignored: [] };
    },
  };
}

/** One of these words; null, where it is one of them, is written as an empty text. */
export function oneOf<Word extends string | null>(words: readonly Word[]): AddressKind<Word> {
  return kind(
    (value) => value ?? "",
    (text) => words.find((word) => word === text),
  );
}

/** A word that looks like a name; null for none. */
export const name: AddressKind<string | null> = kind(
  (value) => value ?? "",
  (text) => (NAME.test(text) ? text : undefined),
);

/** Some of a list of words, or of all words that look like names: what is no such word is left out. */
export function someOf<Word extends string>(
  words?: readonly Word[],
): AddressKind<ReadonlySet<Word>> {
  const isWord = (text: string): text is Word =>
    words === undefined ? NAME.test(text) : (words as readonly string[]).includes(text);
  return {
    write: (set) => [...set].join(","),
    read: (text) => {
      if (text.length > LONGEST) return { ignored: [text] };
      const parts = text.split(",").filter((part) => part !== "");
      return {
        value: new Set(parts.filter(isWord)),
        ignored: parts.filter((part) => !isWord(part)),
      };
    },
  };
}

export const onOff: AddressKind<boolean> = kind(
  (on) => (on ? "on" : "off"),
  (text) => (text === "on" || text === "off" ? text === "on" : undefined),
);

/** A whole number from 0 on; null for none. */
export const count: AddressKind<number | null> = kind(
  (value) => (value === null ? "" : String(value)),
  (text) => (/^\d{1,6}$/.test(text) ? Number(text) : undefined),
);

/** A whole number of a range, or a part of 1 written in hundredths. */
export function whole(low: number, high: number, unit = 1): AddressKind<number> {
  return kind(
    (value) => String(Math.round(value / unit)),
    (text) => {
      const number = /^\d{1,6}$/.test(text) ? Number(text) : Number.NaN;
      // Divided, not multiplied: 35 / 100 is 0.35, but 35 * 0.01 is 0.35000000000000003.
      return number >= low && number <= high ? number / Math.round(1 / unit) : undefined;
    },
  );
}

/** `conv1.1835`: the layer, and the place of the cell among its values. */
export const cell: AddressKind<Cell | null> = kind(
  (value) => (value === null ? "" : `${value.layer}.${value.index}`),
  (text) => {
    const [layer = "", index = "", ...more] = text.split(".");
    if (!NAME.test(layer) || !/^\d{1,9}$/.test(index) || more.length > 0) return undefined;
    return { layer, index: Number(index) };
  },
);

/** `timed`: with when each point was drawn, where that is known. */
function drawn(timed: boolean): AddressKind<Drawing> {
  // Encoded once for each drawing: the address is written often.
  const written = new WeakMap<Drawing, string>();
  return kind(
    (value) => {
      const text = written.get(value) ?? writeDrawing(value, timed);
      written.set(value, text);
      return text;
    },
    (text) => orUndefined(() => readDrawing(text)),
    Number.POSITIVE_INFINITY,
  );
}

export const drawing = drawn(false);
export const timedDrawing = drawn(true);

/** Pixels along the input of most networks, and the most that the server takes. */
const USUAL_SIDE = 28;
const MOST_SIDE = 128;

/** So many pixels of ink; null for none. */
export function bytes(count: number): AddressKind<Uint8Array | null> {
  return kind(
    (value) => (value === null ? "" : writeBytes(value)),
    (text) => orUndefined(() => readBytes(text, count)),
    Number.POSITIVE_INFINITY,
  );
}

/** As many rows as columns of pixels; null for none. Where they are not 28, `32.` says how many. */
export const squareBytes: AddressKind<Uint8Array | null> = kind(
  (value) => {
    const side = Math.sqrt(value?.length ?? 0);
    if (value === null) return "";
    return (side === USUAL_SIDE ? "" : `${side}.`) + writeBytes(value);
  },
  (text) => {
    const [, side = USUAL_SIDE, rest = text] = /^(\d{1,3})\.(.*)$/.exec(text) ?? [];
    if (Number(side) > MOST_SIDE) return undefined;
    return orUndefined(() => readBytes(rest, Number(side) ** 2));
  },
  Number.POSITIVE_INFINITY,
);

function orUndefined<Value>(read: () => Value): Value | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
/** A preset by its name; or `50,16,61.2,3,-2,5` and, where it was brought to a layer, `,conv2`: yaw, pitch, distance, target. */
export const camera: AddressKind<Preset | Camera> = kind(
  (value) => {
    if (typeof value === "string") return value;
    const { yaw, pitch, distance, target, focus } = tidied(value);
    const numbers = [yaw, pitch, distance, ...target].map(String);
    return [...numbers, ...(focus === null ? [] : [focus])].join(",");
  },
  (text) => {
    const parts = text.split(",");
    const numbers = parts
      .slice(0, 6)
      .map((part) => (DECIMAL.test(part) ? Number(part) : Number.NaN));
    const [yaw = Number.NaN, pitch = 0, distance = 0, x = 0, y = 0, z = 0] = numbers;
    const [focus = null, ...more] = parts.slice(6);
    const wrong =
      numbers.length < 6 ||
      numbers.some(Number.isNaN) ||
      Math.abs(yaw) > 180 ||
      Math.abs(pitch) > STEEPEST ||
      distance < CLOSEST ||
      distance > FURTHEST ||
      [x, y, z].some((each) => Math.abs(each) > FURTHEST) ||
      (focus !== null && !NAME.test(focus)) ||
      more.length > 0;
    const preset = PRESETS.find((each) => each === text);
    return preset ?? (wrong ? undefined : { yaw, pitch, distance, target: [x, y, z], focus });
  },
);
