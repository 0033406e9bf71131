/**
 * The parts of the page's state that an address holds, one line for each.
 *
 * To share another part, add its line here and, if no kind fits, a kind in `kinds.ts`. Values that have not changed since
 * the page was opened without a link are left out of the address. Parts of an address that mean nothing here are not used,
 * and listed for the reader. docs/links.md explains the names.
 */

import { PICTURE_SIDE } from "../ink/ink.ts";
import { STEPS } from "../ink/preprocessing.ts";
import { EMPTY } from "../ink/strokes.ts";
import { ARRANGEMENTS } from "../layout/pose.ts";
import { CONTROLS } from "../state/controls.ts";
import { TOOLS } from "../state/ink.ts";
import {
  type Opened,
  type Signals,
  SLICES,
  type SliceName,
  type SliceValues,
} from "../state/lab.ts";
import { CHAPTERS, GROUNDS, PALETTES, PANELS, SCOPES, VIEWS } from "../state/look.ts";
import { THEMES } from "../state/session.ts";
import type { Readable } from "../state/slice.ts";
import {
  type AddressKind,
  bytes,
  camera,
  cell,
  count,
  drawing,
  name,
  oneOf,
  onOff,
  type Parsed,
  someOf,
  squareBytes,
  timedDrawing,
  whole,
} from "./kinds.ts";

export interface Field {
  /** In the address. */
  readonly name: string;
  /** Its text in the address; "" for the value of a page without a link. Reads signals. */
  write(state: Signals): string;
  /** That part of a state. */
  read(text: string): Parsed<Opened>;
}

/** Always in the page's address, and in every link that "Share" makes. */
export const FIELDS: readonly Field[] = [
  field("hide", "look", "hidden", someOf()),
  field("block", "look", "block", name),
  field("compare", "look", "compare", name),
  field("off", "look", "off", someOf()),
  field("open", "look", "panel", oneOf(PANELS)),
  field("groups", "look", "groups", name),
  field("wrong", "look", "wrong", onOff),
  field("chapter", "look", "chapter", oneOf([null, ...CHAPTERS])),
  field("without", "look", "without", someOf(STEPS)),
  field("cell", "selection", "pinned", cell),
  field("kernel", "selection", "kernel", cell),
  field("layer", "selection", "wentTo", name),
  field("colours", "look", "palette", oneOf(PALETTES)),
  field("scale", "look", "scope", oneOf(SCOPES)),
  field("before", "look", "before", someOf()),
  field("digits", "look", "digits", whole(1, 6)),
  field("kernels", "look", "kernels", onOff),
  field("to-scale", "look", "toScale", onOff),
  field("path", "look", "path", onOff),
  field("trace", "trace", "open", onOff),
  field("moment", "trace", "moment", count),
  field("step", "forward", "step", count),
  field("film", "epochs", "film", name),
  field("epoch", "epochs", "moment", count),
  field("lecture", "lecture", "on", onOff),
  field("focus", "lecture", "focus", name),
  field("cover", "lecture", "covered", someOf()),
  field("threshold", "look", "threshold", whole(5, 95, 0.01)),
  field("overlap", "look", "overlap", whole(5, 95, 0.01)),
  field("round", "look", "round", count),
  field("ground", "look", "ground", oneOf(GROUNDS)),
  field("tool", "ink", "tool", oneOf(TOOLS)),
  field("width", "ink", "brush", whole(1, 50, 0.01)),
  field("less", "lecture", "leftOut", someOf(CONTROLS)),
  field("theme", "look", "forcedTheme", oneOf([null, ...THEMES])),
  field("view", "look", "view", oneOf(VIEWS)),
  field("from", "space", "camera", camera),
  field("stand", "space", "arrangement", oneOf(ARRANGEMENTS)),
  field("spacing", "space", "spacing", whole(15, 200, 0.01)),
  field("heights", "space", "heights", onOff),
  field("lit", "space", "lit", onOff),
];

/** Behind the # of links that "Share" makes, and of the page while it shows what such a link brought: no server sees it. */
export const SHARED: readonly Field[] = [
  {
    name: "d",
    // Times are for playing at writing speed: a link has them only while the pen trace is open.
    write: (state) => {
      const { drawing: strokes, greeting } = state.ink.history.value;
      // The example of a first visit is not the user's drawing.
      return greeting ? "" : (state.trace.open.value ? timedDrawing : drawing).write(strokes);
    },
    read: (text) => {
      const { value, ignored } = drawing.read(text);
      return {
        ignored,
        ...(value && { value: { ink: { history: { ...EMPTY, drawing: value } } } }),
      };
    },
  },
  field("picture", "ink", "picture", bytes(PICTURE_SIDE ** 2)),
  field("pixels", "ink", "pixels", squareBytes),
];

/** A value of a slice under this name in the address, read and written by its kind. */
function field<Name extends SliceName, Key extends keyof SliceValues[Name]>(
  name: string,
  slice: Name,
  key: Key,
  kind: AddressKind<SliceValues[Name][Key]>,
): Field {
  const beginning = kind.write(SLICES[slice].beginning[key]);
  return {
    name,
    write: (state) => {
      const signals: Readable<SliceValues[Name]> = state[slice];
      const text = kind.write(signals[key].value);
      return text === beginning ? "" : text;
    },
    read: (text) => {
      const { value, ignored } = kind.read(text);
      return { ignored, ...(value === undefined ? {} : { value: { [slice]: { [key]: value } } }) };
    },
  };
}
