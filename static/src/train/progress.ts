/** What a run has told so far, put together of its events. Pure. */

/** One event, as docs/training.md has them. */
export type RunEvent = { readonly [key: string]: unknown };

export interface Progress {
  readonly status: "waiting" | "preparing" | "running" | "paused" | "ended";
  readonly ofSteps: number;
  /** Batches done. */
  readonly step: number;
  readonly rate: number;
  /** The step sizes so far, each with the step from which on it holds. */
  readonly rates: readonly (readonly [number, number])[];
  /** A step, and its batch's loss; null: no finite number. */
  readonly losses: readonly (readonly [number, number | null])[];
  /** Of each moment of the film. */
  readonly moments: readonly RunMoment[];
  /** Why it ended. */
  readonly why: string | null;
  /** More about that, in the server's words. */
  readonly detail: string;
}

export interface RunMoment {
  readonly step: number;
  readonly loss: number | null;
  readonly accuracy: number;
}

export function beginning(rate: number, ofSteps: number): Progress {
  return {
    status: "waiting",
    ofSteps,
    step: 0,
    rate,
    rates: [[0, rate]],
    losses: [],
    moments: [],
    why: null,
    detail: "",
  };
}

/** The most losses on the screen: of more, every second one is kept, unchanged. */
const MOST = 4000;

export function afterEvents(before: Progress, events: readonly RunEvent[]): Progress {
  return events.reduce(after, before);
}

function after(now: Progress, event: RunEvent): Progress {
  switch (event.type) {
    case "preparing":
      return { ...now, status: "preparing" };
    case "begun":
      return { ...now, status: "running", ofSteps: Number(event.of_steps) };
    case "losses":
      return withLosses(now, event.losses as Progress["losses"]);
    case "moment": {
      const moment = event as unknown as RunMoment;
      return { ...now, step: Math.max(now.step, moment.step), moments: [...now.moments, moment] };
    }
    case "paused":
      return { ...now, status: "paused" };
    case "going_on":
      return { ...now, status: "running" };
    case "step_size":
      return withRate(now, Number(event.step), Number(event.learning_rate));
    case "ended":
      return now.why === null ? ended(now, event) : now;
    default:
      return now; // of a newer server
  }
}

function ended(now: Progress, { why, detail = "" }: RunEvent): Progress {
  return { ...now, status: "ended", why: String(why), detail: String(detail) };
}

/** Where it was changed twice before one step, the last change counts. */
function withRate(now: Progress, step: number, rate: number): Progress {
  const before = now.rates.filter(([from]) => from < step);
  return { ...now, rate, rates: [...before, [step, rate]] };
}

function withLosses(now: Progress, losses: Progress["losses"]): Progress {
  let all = [...now.losses, ...losses];
  while (all.length > MOST) all = all.filter((_, at) => at % 2 === 0);
  return { ...now, losses: all, step: Math.max(now.step, losses.at(-1)?.[0] ?? 0) };
}
