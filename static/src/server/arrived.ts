/** What arrives from the server, as the page keeps it. */
import type { PreprocessingSteps } from "../ink/preprocessing.ts";
import type { ReadInk } from "../ink/trace.ts";
import type { Tensor } from "../math/tensor.ts";
import { guessesOf, type Outcome } from "../network/answers.ts";
import type { Network } from "../network/network.ts";
import type { Reading } from "../network/reading.ts";
import { fromBase64 } from "../wire/bytes.ts";
import type { Frame } from "../wire/frame.ts";
import type {
  Alive,
  DeviceChanged,
  SocketError,
  StepsTaken,
  Welcome,
  Steps as WireSteps,
} from "../wire/messages.ts";

export type ServerMessage = Welcome | DeviceChanged | StepsTaken | SocketError | Alive;

export function stepsOf(steps: WireSteps): PreprocessingSteps {
  const done = steps.done.map((each) => ({ ...each, picture: fromBase64(each.picture) }));
  return { ...steps, done };
}

/** A frame's reading; `asked`: what was to be read, and how. */
export function readingOf(
  frame: Frame,
  network: Network,
  asked: { readonly of: ReadInk | null; readonly off: string } | null,
): Reading {
  let image: Tensor | null = null;
  const maps = new Map<string, Tensor>();
  const all = new Map<string, Tensor>();
  for (const { operation, values, low, high } of frame.tensors) {
    const made = network.operations[operation];
    const shape = made?.output_shape ?? [values.length];
    const tensor: Tensor = { shape, values, low, high };
    const layer = network.shownBy.get(operation);
    if (layer !== undefined) maps.set(layer.name, tensor);
    if (made !== undefined) all.set(made.name, tensor);
    if (operation === 0) image = tensor;
  }
  const { seq, blank, doubtful, exact, imageOnPad } = frame;
  const outcomes = outcomesOf(frame, network);
  const guesses = guessesOf(outcomes, blank);
  return {
    seq,
    blank,
    doubtful,
    exact,
    imageOnPad,
    of: asked?.of ?? null,
    off: asked?.off ?? "",
    outcomes,
    ...guesses,
    image,
    maps,
    values: all,
  };
}

function outcomesOf({ outcomes }: Frame, { description }: Network): Map<string, Outcome> {
  const named = new Map<string, Outcome>();
  for (const { answer: index, values } of outcomes) {
    const answer = description.answers[index];
    if (answer !== undefined) named.set(answer.name, { answer, values });
  }
  return named;
}
