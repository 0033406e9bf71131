/** Pictures of digits: the server finds the ink in them. */
import { fromBase64 } from "../wire/bytes.ts";
import type { Prediction } from "../wire/messages.ts";
import { ask } from "./api.ts";

/** The ink in a picture, PICTURE_SIDE squared, null where there is none, and how many things it shows. Throws as `ask` does. */
export async function inkOf(network: string, file: Blob) {
  const path = `models/${encodeURIComponent(network)}/predictions`;
  const how = {
    method: "POST",
    headers: { "Content-Type": "application/octet-stream" },
    body: file,
  };
  const { picture, things } = await ask<Prediction>(path, how);
  return { ink: picture === null ? null : fromBase64(picture), things };
}
