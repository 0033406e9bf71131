/** The lab's state: eleven slices, each with its own values and actions. Rooms read signals and call actions; nothing else writes. */
import { batch, computed, type ReadonlySignal, type Signal, signal } from "@preact/signals-core";
import type { Network } from "../network/network.ts";
import { leaveNames, leaveValues } from "./change.ts";
import { controlsOf } from "./controls.ts";
import { EPOCHS, type EpochsSlice, epochsSlice } from "./epochs.ts";
import { FORWARD, type ForwardSlice, forwardSlice } from "./forward.ts";
import { INK, type InkSlice, inkSlice } from "./ink.ts";
import { keepKnownNames } from "./known-names.ts";
import { LECTURE, type LectureSlice, lectureSlice } from "./lecture.ts";
import { LESSON, type LessonSlice, lessonSlice } from "./lesson.ts";
import { LOOK, type LookSlice, lookSlice } from "./look.ts";
import { READER, type ReaderSlice, readerSlice } from "./reader.ts";
import { SELECTION, type SelectionSlice, selectionSlice } from "./selection.ts";
import { SESSION, type SessionSlice, sessionSlice } from "./session.ts";
import { open, type Readable, replace, type Slice, type Writable } from "./slice.ts";
import { SPACE, type SpaceSlice, spaceSlice } from "./space.ts";
import { TRACE, type TraceSlice, traceSlice } from "./trace.ts";

const DEFINITIONS = {
  ink: INK,
  look: LOOK,
  selection: SELECTION,
  space: SPACE,
  trace: TRACE,
  forward: FORWARD,
  epochs: EPOCHS,
  lecture: LECTURE,
  reader: READER,
  session: SESSION,
  lesson: LESSON,
};
export type SliceName = keyof typeof DEFINITIONS;
/** The values of every slice. */
export type SliceValues = { readonly [Name in SliceName]: (typeof DEFINITIONS)[Name]["beginning"] };
export const SLICES: { readonly [Name in SliceName]: Slice<SliceValues[Name]> } = DEFINITIONS;

/** What a page is opened with, slice by slice; all else is as at the beginning. */
export type Opened = { readonly [Name in SliceName]?: Partial<SliceValues[Name]> };
export type Signals = { readonly [Name in SliceName]: Readable<SliceValues[Name]> };
type WritableSignals = { readonly [Name in SliceName]: Writable<SliceValues[Name]> };

/** Another network than the one that is shown, which somebody has asked for. */
export interface Wish {
  readonly network: string;
  /** What a link shows with it; null: all that is not about the shown network stays as it is. */
  readonly link: Opened | null;
  /** Asked by the browser's Back or Forward button, or by a lesson: nothing is added to the history. */
  readonly inHistory: boolean;
}

export interface Lab {
  readonly ink: InkSlice;
  readonly look: LookSlice;
  readonly selection: SelectionSlice;
  readonly space: SpaceSlice;
  readonly trace: TraceSlice;
  readonly forward: ForwardSlice;
  readonly epochs: EpochsSlice;
  readonly lecture: LectureSlice;
  readonly reader: ReaderSlice;
  readonly session: SessionSlice;
  readonly lesson: LessonSlice;
  /** Replaces the state by that of a page opened by this link. */
  begin(link: Opened): void;
  /** The network that is to take the place of the shown one, until it has, or nobody wants it any more. */
  readonly wish: ReadonlySignal<Wish | null>;
  /** Asks for another network; null: for none. */
  ask(wish: Wish | null): void;
  /** This network takes the place of the shown one; `describe` shows it, with what a link says or with all that can stay. */
  change(network: Network, describe: () => void, link: Opened | null): void;
}

export function createLab(opened: Opened = {}): Lab {
  const signals = openAll(opened);
  const { look, trace, reader, session } = signals;
  const { network } = reader;
  const { ifOffered, ...controls } = controlsOf(signals.lecture.leftOut);
  const forward = forwardSlice(signals.forward, { network, before: look.before, ifOffered });
  const { fullScreen, spot, deviceTheme } = session;
  const lecture = lectureSlice(signals.lecture, {
    network,
    hidden: look.hidden,
    fullScreen,
    spot,
    forward,
    ...controls,
    ifOffered,
  });
  const { covered, isCovered } = lecture;
  const { hasReached, showsBefore } = forward;
  const keep = (described: Network) => keepKnownNames(signals, described);
  const read = readerSlice(reader, { covered, showsBefore, hasReached, keepKnownNames: keep });
  return {
    ink: inkSlice(signals.ink, { ...trace, ignored: look.ignored }),
    look: lookSlice(look, { network, deviceTheme, steps: reader.steps, ifOffered }),
    selection: selectionSlice(signals.selection, {
      network,
      snapshot: read.snapshot,
      path: look.path,
      stepped: computed(() => forward.currentStep.value?.layer ?? null),
      standsAlone: () => reader.placed.peek().length === 1,
      hidden: look.hidden,
      focused: lecture.focused,
      hasReached,
      isCovered,
      ifOffered,
    }),
    space: spaceSlice(signals.space),
    trace: traceSlice(trace, { ...signals.ink, network, covered, ...controls, ifOffered }),
    forward,
    epochs: epochsSlice(signals.epochs, { network, ifOffered }),
    lecture,
    reader: read,
    session: sessionSlice(session),
    lesson: lessonSlice(signals.lesson),
    ...navigation(signals),
  };
}

/** How a page gets to another link, or to another network. */
function navigation(signals: WritableSignals): Pick<Lab, "begin" | "wish" | "ask" | "change"> {
  const wish: Signal<Wish | null> = signal(null);
  const ask = (next: Wish | null) => {
    wish.value = next;
  };
  return {
    wish,
    ask,
    begin: (link) => {
      ask(null);
      begin(signals, link);
    },
    change: (network, describe, link) => {
      batch(() => {
        ask(null);
        change(signals, network, describe, link);
      });
    },
  };
}

function change(
  signals: WritableSignals,
  { side }: Network,
  describe: () => void,
  link: Opened | null,
): void {
  const { reader, selection } = signals;
  const wasAtEnd = isAtEnd(signals);
  leaveValues(signals, side);
  // The link is for the new network: its names must not be compared with those of the old one.
  reader.network.value = null;
  if (link === null) leaveNames(signals);
  else begin(signals, link);
  describe();
  // Whoever looked at the last layer now looks at the new network's last layer.
  if (wasAtEnd && link === null)
    selection.wentTo.value = endOf(reader.network.peek())?.name ?? null;
}

const endOf = (network: Network | null) => network?.layers.at(-1);

/** Whether the layer that was gone to is the network's last one. */
function isAtEnd({ reader, selection }: WritableSignals): boolean {
  const wentTo = selection.wentTo.peek();
  return wentTo !== null && wentTo === endOf(reader.network.peek())?.name;
}

/** The signals of a page that is opened just now. */
export function openAll(opened: Opened): WritableSignals {
  const names = Object.keys(SLICES) as SliceName[];
  const openOne = <Name extends SliceName>(name: Name) =>
    open<SliceValues[Name]>(SLICES[name], opened[name]);
  return Object.fromEntries(names.map((name) => [name, openOne(name)])) as never;
}

function begin(signals: WritableSignals, link: Opened): void {
  const { reader, session } = signals;
  batch(() => {
    const before = inkNow(signals);
    const replaceOne = <Name extends SliceName>(name: Name) =>
      replace<SliceValues[Name]>(SLICES[name], signals[name], link[name]);
    for (const name of Object.keys(SLICES) as SliceName[]) replaceOne(name);
    reader.steps.value = null;
    // Without the server this ink is not read, and the reading of other ink must not be shown beside it.
    const isRead = ["live", "requests"].includes(session.connection.peek());
    const unread = !isRead && inkNow(signals) !== before;
    if (unread) reader.reading.value = null;
    const network = reader.network.peek();
    if (network !== null) keepKnownNames(signals, network.whole ?? network);
  });
}

/** What is on the pad, to be compared. */
function inkNow({ ink, trace }: WritableSignals): string {
  const { picture, pixels } = ink;
  const points = ink.history.peek().drawing.map((stroke) => stroke.points);
  const bytes = [picture.peek(), pixels.peek()].map((each) => each && [...each]);
  return JSON.stringify([points, ...bytes, trace.moment.peek()]);
}
