/** Arrays as NumPy reads them: .npy files in a zip file, not compressed. */

export interface NamedArray {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** `numpy.load` gives each array by its name, float32, in C order. */
export function npzOf(arrays: readonly NamedArray[]): Uint8Array<ArrayBuffer> {
  return zipOf(arrays.map((array) => [`${array.name}.npy`, npyOf(array)]));
}

/** Version 1.0 of the format; the header ends at a multiple of 64 bytes. */
export function npyOf({ shape, values }: NamedArray): Uint8Array<ArrayBuffer> {
  const sizes = shape.length === 1 ? `${shape[0]},` : shape.join(", ");
  const header = `{'descr':'<f4','fortran_order':False,'shape':(${sizes}),}`;
  const ahead = 10;
  const length = Math.ceil((ahead + header.length + 1) / 64) * 64;
  const bytes = new Uint8Array(length + 4 * values.length);
  bytes.set([0x93, ...encoded("NUMPY"), 1, 0]);
  const view = new DataView(bytes.buffer);
  view.setUint16(8, length - ahead, true);
  bytes.set(encoded(`${header.padEnd(length - ahead - 1)}\n`), ahead);
  for (const [i, value] of values.entries()) view.setFloat32(length + 4 * i, value, true);
  return bytes;
}

type File = readonly [name: string, content: Uint8Array];

/** Files one after the other, then their directory (PKWARE APPNOTE, sections 4.3.7, 4.3.12 and 4.3.16). */
function zipOf(files: readonly File[]): Uint8Array<ArrayBuffer> {
  const parts: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let at = 0;
  for (const [name, content] of files) {
    const title = encoded(name);
    const about = aboutOf(title, content);
    parts.push(joined([little(4, 0x04034b50), about, title]), content);
    const rest = joined([little(2, 0, 0, 0), little(4, 0, at)]);
    directory.push(joined([little(4, 0x02014b50), little(2, 20), about, rest, title]));
    at += 30 + title.length + content.length;
  }
  const size = directory.reduce((sum, { length }) => sum + length, 0);
  const count = files.length;
  const end = [
    little(4, 0x06054b50),
    little(2, 0, 0, count, count),
    little(4, size, at),
    little(2, 0),
  ];
  return joined([...parts, ...directory, ...end]);
}

/** What both the file's head and the directory say: version, flags, method, time, day, checksum, sizes, lengths. */
function aboutOf(title: Uint8Array, content: Uint8Array): Uint8Array {
  const firstDay = 0x21; // 1 January 1980: the same values make the same file
  return joined([
    little(2, 20, 0x0800, 0, 0, firstDay),
    little(4, crc32(content), content.length, content.length),
    little(2, title.length, 0),
  ]);
}

function little(size: 2 | 4, ...numbers: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(size * numbers.length);
  const view = new DataView(bytes.buffer);
  for (const [i, number] of numbers.entries()) {
    if (size === 2) view.setUint16(2 * i, number, true);
    else view.setUint32(4 * i, number, true);
  }
  return bytes;
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

function encoded(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function crc32(bytes: Uint8Array): number {
  let sum = ~0;
  for (const byte of bytes) {
    sum ^= byte;
    for (let i = 0; i < 8; i++) sum = sum & 1 ? (sum >>> 1) ^ 0xedb88320 : sum >>> 1;
  }
  return ~sum >>> 0;
}
