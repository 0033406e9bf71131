/** Sample digits in many styles, drawn by the server's generator. */

import { BRUSH } from "../ink/ink.ts";
import type { Drawing } from "../ink/strokes.ts";
import type { Sample, SampleList } from "../wire/messages.ts";
import { ask } from "./api.ts";

export type { Sample };

/** One drawing of each style; throws an Error whose message can be shown. */
export async function fetchSamples(): Promise<readonly Sample[]> {
  return (await ask<SampleList>("samples")).samples;
}

/** Another drawing of a style. */
export function fetchSample(key: string, seed: number): Promise<Sample> {
  return ask<Sample>(`samples/${encodeURIComponent(key)}?seed=${seed}`);
}

export function drawingOf({ strokes }: Sample): Drawing {
  return strokes.map((points) => ({ points, width: BRUSH }));
}
