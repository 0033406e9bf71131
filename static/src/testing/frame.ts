/** A small exact frame for tests: an image, ten logits, a first guess of 3 and a second of 8. */
export function frameBytes(seq: number, logits = [0, 0, 0, 5, 0, 0, 0, 0, -2, 0]): ArrayBuffer {
  const classes = logits.length;
  const sizes = [784, classes];
  const outcome = 20 + 8;
  const low = outcome + 4 * classes;
  const table = low + 16;
  const buffer = new ArrayBuffer(table + 16 + 4 * (784 + classes));
  const view = new DataView(buffer);
  new Uint8Array(buffer).set([0x49, 0x4e, 0x4b, 0x46, 4, 0, 1, 0]);
  view.setUint32(8, seq, true);
  view.setUint16(16, 2, true);
  view.setUint32(24, classes, true);
  new Float32Array(buffer, low, 4).set([0, Math.min(...logits), 1, Math.max(...logits)]);
  for (const [i, operation] of [0, 12].entries()) {
    view.setUint16(table + 8 * i, operation, true);
    view.setUint32(table + 8 * i + 4, sizes[i] ?? 0, true);
  }
  new Float32Array(buffer, outcome, classes)[3] = 0.964;
  new Float32Array(buffer, outcome, classes)[8] = 0.014;
  new Float32Array(buffer, table + 16, 784)[400] = 1;
  new Float32Array(buffer, table + 16 + 4 * 784, classes).set(logits);
  return buffer;
}
