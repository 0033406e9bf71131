/** A layer's shape, in words. */
import type { Answer } from "../network/answers.ts";
import type { Layer } from "../wire/messages.ts";
import { counted, phrase } from "./phrases.ts";

/** ["6 feature maps,", "28 × 28"], ["120 units"]: pieces that are not broken. `answer`: of which the layer is the output. */
export function shapeInWords(layer: Layer, answer?: Answer): string[] {
  const [count = 0, rows, columns] = layer.shape;
  if (rows === undefined && answer?.kind === "classes") return [counted("shape.logits", count)];
  if (rows === undefined && answer?.kind === "numbers") return [counted("shape.values", count)];
  if (rows === undefined || columns === undefined) return [counted("shape.units", count)];
  const size = `${rows} × ${columns}`;
  if (layer.kind === "input" && count === 1) return [size, phrase("shape.pixels")];
  return [`${counted("shape.maps", count)},`, size];
}
