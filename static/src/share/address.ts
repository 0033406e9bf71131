/** The state in an address: read from any, written into the page's own. */
import type { Signals, State } from "../state.ts";
import { FIELDS } from "./fields.ts";

/** What an address says about the page. */
export interface Opened {
  readonly state: Partial<State>;
  /** Parts of it that mean nothing here, in short: `hide <b>`, `view`. */
  readonly ignored: readonly string[];
}

/** Read by the server, or put there by programs that pass addresses on. */
const NOT_OURS = /^(network|utm_.*|.*clid|ref|si)$/;
/** Made-up addresses may be long; what is said about them is not. */
const MOST_SAID = 24;

export function stateIn(address: URL): Opened {
  const ignored: string[] = [];
  const state: Partial<State> = {};
  for (const [name, text] of new Map([...address.searchParams].reverse())) {
    const field = FIELDS.find((each) => each.name === name);
    if (field === undefined) {
      if (!NOT_OURS.test(name)) ignored.unshift(shortened(name));
      continue;
    }
    const read = field.read(text);
    Object.assign(state, read.value);
    ignored.unshift(...read.ignored.map((part) => shortened(`${name} ${part}`)));
  }
  return { state, ignored };
}

/** The address that opens the page in this state; what is not ours in it is left as it is. Reads signals. */
export function withState(address: URL, state: Signals): URL {
  const next = new URL(address);
  for (const { name } of FIELDS) next.searchParams.delete(name);
  // By hand: URLSearchParams would write commas as %2C.
  const own = FIELDS.map((field) => [field.name, field.write(state)] as const);
  const parts = own.filter(([, text]) => text !== "").map((pair) => pair.join("="));
  next.search = [next.searchParams.toString(), ...parts].filter(Boolean).join("&");
  return next;
}

function shortened(text: string): string {
  return text.length > MOST_SAID ? `${text.slice(0, MOST_SAID - 1)}…` : text;
}
