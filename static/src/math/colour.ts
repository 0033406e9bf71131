/**
 * Value to colour: zero is paper, positive is ink, negative is red pencil.
 *
 * The sign picks the end, (|value| / peak) ^ 0.75 the place between paper and end, mixed in OKLab (Ottosson 2020) so that
 * equal steps look equal. One table serves maps, kernels and the legend.
 */

/** What a scale of colours is mixed from. */
export interface Paints {
  readonly paper: string;
  readonly ink: string;
  readonly pencil: string;
}

/** Entries on each side of zero. */
const STEPS = 255;
const GAMMA = 0.75;

/** 511 packed pixels (ABGR, as a little-endian ImageData has them); index STEPS is zero. */
export type Scale = Uint32Array;

type Triple = readonly [number, number, number];

export function makeScale(paints: Paints): Scale {
  const paper = toOklab(parse(paints.paper));
  const scale = new Uint32Array(2 * STEPS + 1);
  for (const [end, sign] of [
    [toOklab(parse(paints.ink)), 1],
    [toOklab(parse(paints.pencil)), -1],
  ] as const) {
    for (let step = 0; step <= STEPS; step++) {
      const part = (step / STEPS) ** GAMMA;
      scale[STEPS + sign * step] = pack(fromOklab(mix(paper, end, part)));
    }
  }
  return scale;
}

/** A value's colour for CSS; a peak of 0 means that everything is zero. */
export function colourOf(value: number, peak: number, scale: Scale): string {
  const word = scale[stepOf(value, peak > 0 ? STEPS / peak : 0)] ?? 0;
  return `rgb(${word & 255} ${(word >> 8) & 255} ${(word >> 16) & 255})`;
}

/** Relative luminance, 0..1, of a colour as `colourOf` has it (WCAG 2.2). */
export function luminanceOf(css: string): number {
  const [red = 0, green = 0, blue = 0] = (css.match(/\d+/g) ?? []).map(Number).map(linear);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** The fill made darker or lighter, so that black or white letters on it have this contrast (WCAG 2.2). */
export function clearedFor(css: string, contrast: number): string {
  const light = luminanceOf(css);
  const [dark, pale] = [1.05 / contrast - 0.05, 0.05 * contrast - 0.05];
  if (light <= dark || light >= pale) return css;
  const isDeep = Math.abs(light - dark) < Math.abs(pale - light);
  // A little further than that: bytes are rounded.
  const part = isDeep ? (dark - 0.004) / light : (0.996 - pale) / (1 - light);
  const bytes = (css.match(/\d+/g) ?? []).map(Number);
  const mixed = bytes.map((byte) => curved(linear(byte) * part + (isDeep ? 0 : 1 - part)));
  return `rgb(${mixed.join(" ")})`;
}

/** The pixel of paper. */
export function colourOfZero(scale: Scale): number {
  return scale[STEPS] ?? 0;
}

/**
 * Writes the pixels of 8-bit codes (see `tensor.ts`) from index `from` to `to`. `reach`: the codes' peak divided by the
 * scale's; at 1 the colours are already in the scale's order.
 */
export function codesInto(
  out: Uint32Array,
  codes: Uint8Array,
  [from, to]: readonly [number, number],
  signedCodes: boolean,
  reach: number,
  scale: Scale,
): void {
  let colours: Uint32Array;
  if (reach !== 1) colours = stretched(signedCodes, reach, scale);
  else colours = signedCodes ? signedColours(scale) : scale.subarray(STEPS);
  const end = Math.min(to, out.length, codes.length);
  for (let i = from; i < end; i++) out[i] = colours[codes[i] as number] as number;
}

/** The colours of codes whose peak is `reach` times the scale's. */
function stretched(signedCodes: boolean, reach: number, scale: Scale): Uint32Array {
  return Uint32Array.from({ length: 256 }, (_, code) => {
    const part = signedCodes ? (code - 128) / 127 : code / 255;
    return scale[stepOf(part * reach, STEPS)] ?? 0;
  });
}

const signed = new WeakMap<Scale, Uint32Array>();

/** The colours of codes around 128, made once for each scale. */
function signedColours(scale: Scale): Uint32Array {
  let colours = signed.get(scale);
  if (colours === undefined) {
    const at = (code: number) => STEPS + Math.round(((code - 128) * STEPS) / 127);
    colours = Uint32Array.from({ length: 256 }, (_, code) => scale[Math.max(0, at(code))] ?? 0);
    signed.set(scale, colours);
  }
  return colours;
}

/** Writes the pixels of values from one index to another: `out[i]` is the colour of `values[i]`. */
export function colourInto(
  out: Uint32Array,
  values: Float32Array,
  [from, to]: readonly [number, number],
  peak: number,
  scale: Scale,
): void {
  const factor = peak > 0 ? STEPS / peak : 0;
  const end = Math.min(to, out.length);
  for (let i = from; i < end; i++) out[i] = scale[stepOf(values[i] ?? 0, factor)] ?? 0;
}

function stepOf(value: number, factor: number): number {
  return STEPS + Math.max(-STEPS, Math.min(STEPS, Math.round(value * factor)));
}

function parse(hex: string): Triple {
  const number = Number.parseInt(hex.trim().slice(1), 16);
  return [(number >> 16) & 255, (number >> 8) & 255, number & 255];
}

function mix(from: Triple, to: Triple, part: number): Triple {
  const at = (i: 0 | 1 | 2) => from[i] + (to[i] - from[i]) * part;
  return [at(0), at(1), at(2)];
}

function pack([red, green, blue]: Triple): number {
  return ((255 << 24) | (blue << 16) | (green << 8) | red) >>> 0;
}

/** A byte of sRGB as a part of light. */
function linear(byte: number): number {
  const part = byte / 255;
  return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
}

/** A part of light as a byte of sRGB. */
function curved(part: number): number {
  const byte = part <= 0.0031308 ? 12.92 * part : 1.055 * part ** (1 / 2.4) - 0.055;
  return Math.round(255 * Math.max(0, Math.min(1, byte)));
}

function toOklab(rgb: Triple): Triple {
  const [r, g, b] = [linear(rgb[0]), linear(rgb[1]), linear(rgb[2])];
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

function fromOklab([L, a, b]: Triple): Triple {
  const l = (L + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (L - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (L - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    curved(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    curved(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    curved(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ];
}
