/** Reads the binary answer to a drawing; `docs/wire-format.md` has it byte by byte. */

export interface WireTensor {
  /** Index in the description's operations. */
  readonly operation: number;
  readonly values: Float32Array;
  readonly low: number;
  readonly high: number;
}

export interface Frame {
  readonly seq: number;
  readonly blank: boolean;
  /** It does not look like a digit. */
  readonly doubtful: boolean;
  readonly firstGuess: number | null;
  readonly secondGuess: number | null;
  readonly probabilities: Float32Array;
  readonly tensors: readonly WireTensor[];
}

/** Bytes that are not a frame of this version. */
export class FrameError extends Error {}

const MAGIC = 0x464b4e49; // "INKF", little-endian
const VERSION = 1;
const HEADER = 16;
const ROW = 16;
const FLOAT32 = 0;
const NONE = 255;

/** Decodes without copying values; throws FrameError. Needs a little-endian machine, as all browsers' are. */
export function decodeFrame(buffer: ArrayBuffer): Frame {
  const view = new DataView(buffer);
  if (buffer.byteLength < HEADER) throw new FrameError("the frame is shorter than its header");
  if (view.getUint32(0, true) !== MAGIC) throw new FrameError("these bytes are not a frame");
  if (view.getUint8(4) !== VERSION) {
    throw new FrameError(`frame version ${view.getUint8(4)}, expected ${VERSION}: reload the page`);
  }
  const classes = view.getUint16(12, true);
  const count = view.getUint16(14, true);
  const table = HEADER + 4 * classes;
  let offset = table + ROW * count;
  if (buffer.byteLength < offset) throw new FrameError("the frame is cut off in its table");

  const tensors: WireTensor[] = [];
  for (let row = table; row < table + ROW * count; row += ROW) {
    const operation = view.getUint16(row, true);
    const size = view.getUint32(row + 4, true);
    if (view.getUint8(row + 2) !== FLOAT32) throw new FrameError("an encoding is unknown");
    if (buffer.byteLength < offset + 4 * size) throw new FrameError("the frame is cut off");
    const values = new Float32Array(buffer, offset, size);
    const low = view.getFloat32(row + 8, true);
    const high = view.getFloat32(row + 12, true);
    tensors.push({ operation, values, low, high });
    offset += 4 * size;
  }
  if (offset !== buffer.byteLength) throw new FrameError("bytes are left after the last value");

  const guess = (at: number) => (view.getUint8(at) === NONE ? null : view.getUint8(at));
  return {
    seq: view.getUint32(8, true),
    blank: (view.getUint8(5) & 1) !== 0,
    doubtful: (view.getUint8(5) & 2) !== 0,
    firstGuess: guess(6),
    secondGuess: guess(7),
    probabilities: new Float32Array(buffer, HEADER, classes),
    tensors,
  };
}
