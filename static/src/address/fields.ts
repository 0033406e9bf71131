/**
 * What of the page's state an address holds: one line for each part.
 *
 * To share another part, add its line here and, if no kind fits, a kind in `kinds.ts`. What is as at the beginning is left
 * out of the address; what an address says wrongly is left out of the state, and said. docs/links.md has the names for people.
 */

import { IMAGE_SIDE, PICTURE_SIDE } from "../ink/ink.ts";
import { STEPS } from "../ink/preprocessing.ts";
import { EMPTY } from "../ink/strokes.ts";
import { ARRANGEMENTS } from "../layout/space.ts";
import { CONTROLS } from "../state/controls.ts";
import {
  BEGINNING,
  PALETTES,
  PANELS,
  SCOPES,
  type Signals,
  type State,
  THEMES,
  VIEWS,
} from "../state/slice.ts";
import {
  bytes,
  camera,
  cell,
  count,
  drawing,
  type Kind,
  oneOf,
  onOff,
  type Read,
  someOf,
  timedDrawing,
  whole,
} from "./kinds.ts";

export interface Field {
  /** In the address. */
  readonly name: string;
  /** Its text; "" when it is as at the beginning. Reads signals. */
  write(state: Signals): string;
  /** That part of a state. */
  read(text: string): Read<Partial<State>>;
}

const TOOLS = ["pen", "eraser"] as const;

/** In the address of the page at all times, and in every link that "Share" makes. */
export const FIELDS: readonly Field[] = [
  field("hide", "hidden", someOf()),
  field("open", "panel", oneOf(PANELS)),
  field("without", "without", someOf(STEPS)),
  field("cell", "pinned", cell),
  field("colours", "palette", oneOf(PALETTES)),
  field("scale", "scope", oneOf(SCOPES)),
  field("before", "before", someOf()),
  field("digits", "digits", whole(1, 6)),
  field("kernels", "kernels", onOff),
  field("path", "path", onOff),
  field("trace", "tracing", onOff),
  field("moment", "moment", count),
  field("step", "step", count),
  field("lecture", "lecture", onOff),
  field("cover", "covered", someOf()),
  field("tool", "tool", oneOf(TOOLS)),
  field("width", "brush", whole(1, 50, 0.01)),
  field("less", "less", someOf(CONTROLS)),
  field("theme", "forcedTheme", oneOf([null, ...THEMES])),
  field("view", "view", oneOf(VIEWS)),
  field("from", "camera", camera),
  field("stand", "arrangement", oneOf(ARRANGEMENTS)),
  field("spacing", "spacing", whole(15, 200, 0.01)),
  field("heights", "heights", onOff),
  field("lit", "lit", onOff),
];

/** Behind the # of links that "Share" makes, and of the page while it shows what such a link brought: no server sees it. */
export const SHARED: readonly Field[] = [
  {
    name: "d",
    // Times are for playing at writing speed: they travel with an open pen trace only.
    write: (state) =>
      (state.tracing.value ? timedDrawing : drawing).write(state.history.value.drawing),
    read: (text) => {
      const { value, ignored } = drawing.read(text);
      return { ignored, ...(value && { value: { history: { ...EMPTY, drawing: value } } }) };
    },
  },
  field("picture", "picture", bytes(PICTURE_SIDE ** 2)),
  field("pixels", "pixels", bytes(IMAGE_SIDE ** 2)),
];

/** A part of the state by its key, under a name in the address, in the way of its kind. */
function field<Key extends keyof State>(name: string, key: Key, kind: Kind<State[Key]>): Field {
  const beginning = kind.write(BEGINNING[key]);
  return {
    name,
    write: (state) => {
      const text = kind.write(state[key].value as State[Key]);
      return text === beginning ? "" : text;
    },
    read: (text) => {
      const { value, ignored } = kind.read(text);
      return { ignored, ...(value === undefined ? {} : { value: { [key]: value } }) };
    },
  };
}
