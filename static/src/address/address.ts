/** The page's state in an address: read from any address, written into the page's address and into links. */
import type { Opened, Signals, SliceName } from "../state/lab.ts";
import { FIELDS, type Field, SHARED } from "./fields.ts";
import type { Parsed } from "./kinds.ts";
import { checkedMeantBy, meantBy, tidied } from "./tidy.ts";

/** What an address says about the page. */
export interface Link {
  readonly state: Opened;
  /** Parts of the address that the page cannot use, shortened: `hide <b>`, `view`. */
  readonly ignored: readonly string[];
}

/** Parameters that the server reads, or that other programs add to links. */
const NOT_OURS = /^(network|lang|utm_.*|.*clid|ref|si)$/;
/** Made-up addresses may be long; what the page says about them is not. */
const MOST_SAID = 24;

export function stateIn(given: URL): Link {
  const address = tidied(given);
  const shown = partsIn(address.searchParams, FIELDS);
  // What other programs put behind the # (`:~:text=`, a place on a page) is for other programs: it is not listed.
  const shared = partsIn(new URLSearchParams(address.hash.slice(1)), SHARED);
  const ours = shared.ignored.filter((part) => SHARED.some(({ name }) => part.startsWith(name)));
  return {
    state: together(shown.state, shared.state),
    ignored: [...shown.ignored, ...ours],
  };
}

/** Whether an address brings a drawing, or what stands for one. */
export function isShared(address: URL): boolean {
  const names = new URLSearchParams(tidied(address).hash.slice(1));
  return SHARED.some(({ name }) => names.has(name));
}

/** The address that opens the page in this state, without the drawing; parameters of other programs stay in it. Reads signals. */
export function withState(address: URL, state: Signals): URL {
  const next = new URL(address);
  for (const { name } of FIELDS) next.searchParams.delete(name);
  nameNetwork(next.searchParams, state);
  next.search = [next.searchParams.toString(), ...texts(state, FIELDS)].filter(Boolean).join("&");
  return next;
}

/** A plain address names no network. */
function nameNetwork(parameters: URLSearchParams, { reader }: Signals): void {
  const [shown, plain] = [reader.network.value?.description.name, reader.plain.value];
  if (shown === undefined || plain === null) return;
  if (shown === plain) parameters.delete("network");
  else parameters.set("network", shown);
}

/** The link that opens just what is on the screen, the drawing and the page's language included. Reads signals. */
export function linkTo(address: URL, state: Signals, language = ""): URL {
  const next = withState(address, state);
  if (language !== "" && !next.searchParams.has("lang"))
    next.search = [next.search.slice(1), `lang=${language}`].filter(Boolean).join("&");
  next.hash = texts(state, SHARED).join("&");
  return next;
}

function partsIn(given: URLSearchParams, fields: readonly Field[]): Link {
  const ignored: string[] = [];
  let state: Opened = {};
  // Backwards, so that of two parts with the same name the first one counts.
  for (const [name, text] of new Map([...given].reverse())) {
    const field = fields.find((each) => each.name === name);
    if (field === undefined) {
      if (!NOT_OURS.test(name)) ignored.unshift(shortened(name));
      continue;
    }
    const read = readAs(field, fields === SHARED ? checkedMeantBy(text) : meantBy(text), text);
    state = together(state, read.value ?? {});
    ignored.unshift(...read.ignored.map((part) => shortened(`${name} ${part}`)));
  }
  return { state, ignored };
}

/** Reads the first of the likely meanings that is valid as a whole; if none is, the valid parts of the text itself. */
function readAs(field: Field, meant: readonly string[], text: string): Parsed<Opened> {
  for (const each of meant) {
    const read = field.read(each);
    if (read.ignored.length === 0) return read;
  }
  return field.read(text);
}

/** Both states merged, slice by slice; where both have a value, that of `other`. */
function together(one: Opened, other: Opened): Opened {
  const names = new Set([...Object.keys(one), ...Object.keys(other)]) as ReadonlySet<SliceName>;
  return Object.fromEntries([...names].map((name) => [name, { ...one[name], ...other[name] }]));
}

/** `name=text` of each part that differs from a page without a link; not by URLSearchParams, which writes commas as %2C. */
function texts(state: Signals, fields: readonly Field[]): string[] {
  return fields
    .map((field) => [field.name, field.write(state)] as const)
    .filter(([, text]) => text !== "")
    .map((pair) => pair.join("="));
}

function shortened(text: string): string {
  const signs = [...text];
  return signs.length > MOST_SAID ? `${signs.slice(0, MOST_SAID - 1).join("")}…` : text;
}
