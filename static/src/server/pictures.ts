/** Pictures of digits: the server finds the ink in them. */
import { fromBase64 } from "../wire/bytes.ts";
import type { Prediction } from "../wire/messages.ts";
import { ask } from "./api.ts";

/** The ink in a picture, PICTURE_SIDE squared; null where there is none. Throws as `ask` does. */
export async function inkOf(network: string, file: Blob): Promise<Uint8Array | null> {
  const path = `models/${encodeURIComponent(network)}/predictions`;
  const how = { method: "POST", headers: { "Content-Type": file.type }, body: file };
  const { picture } = await ask<Prediction>(path, how);
  return picture === null ? null : fromBase64(picture);
}
