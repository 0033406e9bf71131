/** A small frame for tests: an image, ten logits, a first guess of 3 and a second of 8. */
export function frameBytes(seq: number, logits = [0, 0, 0, 5, 0, 0, 0, 0, -2, 0]): ArrayBuffer {
  const classes = logits.length;
  const sizes = [784, classes];
  const table = 16 + 4 * classes;
  const buffer = new ArrayBuffer(table + 32 + 4 * (784 + classes));
  const view = new DataView(buffer);
  new Uint8Array(buffer).set([0x49, 0x4e, 0x4b, 0x46, 1, 0, 3, 8]);
  view.setUint32(8, seq, true);
  view.setUint16(12, classes, true);
  view.setUint16(14, 2, true);
  for (const [i, operation] of [0, 12].entries()) {
    view.setUint16(table + 16 * i, operation, true);
    view.setUint32(table + 16 * i + 4, sizes[i] ?? 0, true);
    view.setFloat32(table + 16 * i + 8, i === 0 ? 0 : Math.min(...logits), true);
    view.setFloat32(table + 16 * i + 12, i === 0 ? 1 : Math.max(...logits), true);
  }
  new Float32Array(buffer, 16, classes)[3] = 0.964;
  new Float32Array(buffer, 16, classes)[8] = 0.014;
  new Float32Array(buffer, table + 32, 784)[400] = 1;
  new Float32Array(buffer, table + 32 + 4 * 784, classes).set(logits);
  return buffer;
}
