/** The text of a file, whatever program has written it. */

/** Byte order marks: the bytes at a file's beginning that tell its encoding. */
const MARKS: readonly (readonly [encoding: string, bytes: readonly number[]])[] = [
  ["utf-8", [0xef, 0xbb, 0xbf]],
  ["utf-16le", [0xff, 0xfe]],
  ["utf-16be", [0xfe, 0xff]],
];

/** UTF-8, UTF-16 with its mark or without, else what Windows wrote before them (Windows-1252). */
export async function textOf(file: Blob): Promise<string> {
  // Not by `Blob.text`, which makes "\ufffd" of whatever is not UTF-8.
  const bytes = new Uint8Array(await file.arrayBuffer());
  const marked = MARKS.find(([, mark]) => mark.every((byte, i) => bytes[i] === byte))?.[0];
  const encoding = marked ?? unmarked(bytes);
  if (encoding !== null) return new TextDecoder(encoding).decode(bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return fromWindows(bytes);
  }
}

/** Characters 128 to 159 of Windows-1252, which Node's decoder takes for Latin-1. Five codes have no character. */
const OF_WINDOWS = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ";

function fromWindows(bytes: Uint8Array): string {
  const signs = Array.from(bytes, (byte) =>
    byte >= 128 && byte < 160 ? OF_WINDOWS[byte - 128] : String.fromCharCode(byte),
  );
  return signs.join("");
}

/** Links have only characters below 128: in UTF-16 every other byte of theirs is 0, in encodings of one byte each none is. */
function unmarked(bytes: Uint8Array): string | null {
  const zeros = [0, 0];
  for (const [i, byte] of bytes.entries()) if (byte === 0) zeros[i % 2] = (zeros[i % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  if (even + odd < bytes.length / 8) return null;
  return odd > even ? "utf-16le" : "utf-16be";
}
