/** Sample digits in many styles, drawn by the server's generator. */

import { BRUSH } from "../ink/ink.ts";
import type { Drawing } from "../ink/strokes.ts";
import type { Sample, SampleList } from "../wire/messages.ts";
import { phrase } from "../words/phrases.ts";

export type { Sample };

/** One drawing of each style; throws an Error whose message can be shown. */
export async function fetchSamples(): Promise<readonly Sample[]> {
  return ((await ask("api/samples")) as SampleList).samples;
}

/** Another drawing of a style. */
export async function fetchSample(key: string, seed: number): Promise<Sample> {
  return (await ask(`api/samples/${encodeURIComponent(key)}?seed=${seed}`)) as Sample;
}

export function drawingOf({ strokes }: Sample): Drawing {
  return strokes.map((points) => ({ points, width: BRUSH }));
}

async function ask(address: string): Promise<unknown> {
  const response = await fetch(address);
  const body = await response.json();
  if (!response.ok)
    throw new Error(body.detail ?? phrase("error.status", { status: String(response.status) }));
  return body;
}
