/** What the gallery's cells show: drawings that stay as they are, and what networks make of them. */
import { exampleCanvas } from "../heads/example-canvas.ts";
import { BRUSH } from "../ink/ink.ts";
import type { PreprocessingSteps } from "../ink/preprocessing.ts";
import type { Drawing } from "../ink/strokes.ts";
import type { Network } from "../network/network.ts";
import type { Reading } from "../network/reading.ts";
import type { AllWeights } from "../network/safetensors.ts";
import { postJson, request } from "../server/api.ts";
import { readingOf, stepsOf } from "../server/arrived.ts";
import { fetchNetwork, fetchWeights } from "../server/models.ts";
import { decodeFrame } from "../wire/frame.ts";
import type { ModelList, Prediction } from "../wire/messages.ts";

/** As the server has them. */
type Strokes = readonly (readonly (readonly [number, number])[])[];

export interface Read {
  readonly network: Network;
  readonly drawing: Drawing;
  readonly reading: Reading;
}

/** One network, three drawings, and what was read of each; and what others make of the first. */
export interface Data {
  readonly network: Network;
  readonly weights: AllWeights;
  readonly others: Readonly<Record<Other, Read>>;
  readonly drawings: Readonly<Record<Name, Drawing>>;
  readonly readings: Readonly<Record<Name, Reading>>;
  readonly steps: PreprocessingSteps | null;
}

type Name = "read" | "blank" | "doubtful";

/** 4, 9, 2 and 7; the first five strokes are 4 and 9. */
const CANVAS: Strokes = exampleCanvas(BRUSH).map(({ points }) => points);

const UNDERLINE: Strokes[number] = [
  [0.2, 0.93],
  [0.8, 0.93],
];

/** Networks with other answers than one of ten digits, and what each of them reads. */
const OTHERS = {
  stroke_measures: (four: Strokes) => four,
  fine_classes: (four: Strokes) => four,
  unet_style: (four: Strokes) => [...four, UNDERLINE],
  several_digits: (_: Strokes) => CANVAS.slice(0, 5),
  detector: (_: Strokes) => CANVAS,
} as const;
export type Other = keyof typeof OTHERS;

const SCRIBBLE: Strokes = [0.2, 0.35, 0.5, 0.65, 0.8].map((y) => [
  [0.1, y],
  [0.9, 1 - y],
]);

/** What a network makes of a drawing, of a blank pad and of a scribble. */
export async function fetchData(name: string, drawing: Strokes): Promise<Data> {
  const network = await fetchNetwork(name);
  const explained = await request(pathOf(name), postJson({ strokes: drawing, explain: true }));
  const { steps } = (await explained.json()) as Prediction;
  const others = await Promise.all(
    Object.entries(OTHERS).map(([other, drawn]) => readBy(other, drawn(drawing))),
  );
  return {
    network,
    weights: await fetchWeights(name, network.weights),
    others: Object.fromEntries(
      others.map((each) => [each.network.description.name, each]),
    ) as Data["others"],
    drawings: { read: drawingOf(drawing), blank: [], doubtful: drawingOf(SCRIBBLE) },
    readings: {
      read: await fetchReading(network, drawing),
      blank: await fetchReading(network, []),
      doubtful: await fetchReading(network, SCRIBBLE),
    },
    steps: steps == null ? null : stepsOf(steps),
  };
}

const pathOf = (network: string) => `models/${network}/predictions`;

/** What its last layer makes of it: the others' maps would be many. */
async function readBy(name: string, strokes: Strokes): Promise<Read> {
  const network = await fetchNetwork(name);
  const last = network.layers.at(-1)?.name ?? "";
  const reading = await fetchReading(network, strokes, `?layers=${last}`);
  return { network, reading, drawing: drawingOf(strokes) };
}

async function fetchReading(network: Network, strokes: Strokes, of = ""): Promise<Reading> {
  const how = postJson({ strokes });
  const headers = { ...how.headers, Accept: "application/vnd.inkling.frame" };
  const answer = await request(`${pathOf(network.description.name)}${of}`, { ...how, headers });
  return readingOf(decodeFrame(await answer.arrayBuffer()), network, null);
}

const drawingOf = (strokes: Strokes): Drawing =>
  strokes.map((points) => ({ points, width: BRUSH }));

/** The networks in the list of networks. */
const LISTED: readonly string[] = [
  ...Object.keys(OTHERS),
  ...["dense", "lenet5", "plain_8", "plain_20", "residual_8"],
];

/** From now on the server lists few networks, each of which takes as long as on no machine. */
export function listFewNetworks(): void {
  const { fetch } = window;
  window.fetch = async (...asked) => {
    const answer = await fetch(...asked);
    if (!String(asked[0]).endsWith("api/models")) return answer;
    const { models } = (await answer.json()) as ModelList;
    const few = models.filter(({ name }) => LISTED.includes(name));
    return Response.json({ models: few.map((each) => ({ ...each, milliseconds: 0.5 })) });
  };
}
