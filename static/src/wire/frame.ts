/** Reads the binary answer to a drawing; `docs/wire-format.md` has it byte by byte. */

export interface WireTensor {
  /** Index in the description's operations. */
  readonly operation: number;
  readonly values: Float32Array | Uint8Array;
  readonly low: number;
  readonly high: number;
}

export interface WireOutcome {
  /** Index in the description's answers. */
  readonly answer: number;
  readonly values: Float32Array;
}

export interface Frame {
  readonly seq: number;
  readonly blank: boolean;
  /** The drawing looks like none of the classes. */
  readonly doubtful: boolean;
  /** The values are those of the forward pass, not rounded to 8 bits. */
  readonly exact: boolean;
  /** Milliseconds from the drawing's arrival at the server to this answer. */
  readonly took: number;
  readonly outcomes: readonly WireOutcome[];
  /** Left, top and side of the image on the pad, in pads. */
  readonly imageOnPad: readonly [number, number, number] | null;
  readonly tensors: readonly WireTensor[];
}

/** Bytes that are not a frame of this version. */
export class FrameError extends Error {}

const MAGIC = 0x464b4e49; // "INKF", little-endian
const VERSION = 4;
const HEADER = 20;
const ROW = 8;
const FLOAT32 = 0;
const BYTES = 1;
const BLANK = 1;
const DOUBTFUL = 2;
const DEFLATED = 4;
const PLACED = 8;

/** Whether the frame has to be inflated before it can be decoded. */
export function isDeflated(buffer: ArrayBuffer): boolean {
  return buffer.byteLength >= HEADER && (new DataView(buffer).getUint8(5) & DEFLATED) !== 0;
}

/** Whether this browser can inflate frames at all: Firefox can from 113 on, Safari from 16.4. */
export function canInflate(): boolean {
  try {
    return Boolean(new DecompressionStream("deflate-raw"));
  } catch {
    return false;
  }
}

/** The frame as it would have come without compression. */
export async function inflate(buffer: ArrayBuffer): Promise<ArrayBuffer> {
  const body = new Blob([new Uint8Array(buffer, HEADER)]);
  const inflated = body.stream().pipeThrough(new DecompressionStream("deflate-raw"));
  const content = new Uint8Array(await new Response(inflated).arrayBuffer());
  const whole = new Uint8Array(HEADER + content.length);
  whole.set(new Uint8Array(buffer, 0, HEADER));
  whole.set(content, HEADER);
  whole[5] = (whole[5] ?? 0) & ~DEFLATED;
  return whole.buffer;
}

/** Decodes without copying values; throws FrameError. Needs a little-endian machine, as all browsers' are. */
export function decodeFrame(buffer: ArrayBuffer): Frame {
  const view = new DataView(buffer);
  const flags = flagsIn(view);
  const placed = (flags & PLACED) !== 0;
  const { outcomes, end } = decodeOutcomes(view, HEADER + (placed ? 12 : 0));
  const { tensors, exact } = decodeTensors(view, end);
  return {
    seq: view.getUint32(8, true),
    blank: (flags & BLANK) !== 0,
    doubtful: (flags & DOUBTFUL) !== 0,
    exact,
    took: view.getUint32(12, true) / 1000,
    outcomes,
    imageOnPad: placed
      ? [view.getFloat32(20, true), view.getFloat32(24, true), view.getFloat32(28, true)]
      : null,
    tensors,
  };
}

/** The flags of a frame that this page can decode. */
function flagsIn(view: DataView): number {
  if (view.byteLength < HEADER) throw new FrameError("the frame is shorter than its header");
  if (view.getUint32(0, true) !== MAGIC) throw new FrameError("these bytes are not a frame");
  if (view.getUint8(4) !== VERSION) {
    throw new FrameError(`frame version ${view.getUint8(4)}, expected ${VERSION}: reload the page`);
  }
  const flags = view.getUint8(5);
  if ((flags & DEFLATED) !== 0) throw new FrameError("the frame has to be inflated first");
  return flags;
}

/** The outcomes, which begin with their table; `end`: where they end. */
function decodeOutcomes(view: DataView<ArrayBuffer>, table: number) {
  const count = view.getUint16(6, true);
  let end = table + ROW * count;
  if (view.byteLength < end) throw new FrameError("the frame is cut off in its outcomes");
  const outcomes: WireOutcome[] = [];
  for (let row = 0; row < count; row++) {
    const answer = view.getUint16(table + ROW * row, true);
    const size = view.getUint32(table + ROW * row + 4, true);
    if (view.byteLength < end + 4 * size) throw new FrameError("the frame is cut off");
    outcomes.push({ answer, values: new Float32Array(view.buffer, end, size) });
    end += 4 * size;
  }
  return { outcomes, end };
}

/** The tensors, whose ranges begin at `low`, before their table; `exact`: whether all of them are float32. */
function decodeTensors(view: DataView<ArrayBuffer>, low: number) {
  const { buffer } = view;
  const count = view.getUint16(16, true);
  const table = low + 8 * count;
  let offset = table + ROW * count;
  if (buffer.byteLength < offset) throw new FrameError("the frame is cut off in its table");

  const tensors: WireTensor[] = [];
  let exact = true;
  for (let row = 0; row < count; row++) {
    const operation = view.getUint16(table + ROW * row, true);
    const encoding = view.getUint8(table + ROW * row + 2);
    const size = view.getUint32(table + ROW * row + 4, true);
    if (encoding !== FLOAT32 && encoding !== BYTES) throw new FrameError("an encoding is unknown");
    const length = encoding === FLOAT32 ? 4 * size : (size + 3) & ~3;
    if (buffer.byteLength < offset + length) throw new FrameError("the frame is cut off");
    tensors.push({
      operation,
      values:
        encoding === FLOAT32
          ? new Float32Array(buffer, offset, size)
          : new Uint8Array(buffer, offset, size),
      low: view.getFloat32(low + 4 * row, true),
      high: view.getFloat32(low + 4 * count + 4 * row, true),
    });
    exact = exact && encoding === FLOAT32;
    offset += length;
  }
  if (offset !== buffer.byteLength) throw new FrameError("bytes are left after the last value");
  return { tensors, exact };
}
