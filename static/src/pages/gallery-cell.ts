/** A cell of the gallery: a room, the state that it is in, and how large it is. */
import { need } from "../dom/element.ts";
import type { Lab, Opened } from "../state/lab.ts";
import type { Panel } from "../state/look.ts";
import type { Data, Read } from "./gallery-data.ts";

export interface Page {
  /** Style sheets by the names of their files. */
  readonly sheets: readonly string[];
  /** One more sheet, whose rules for a page's root hold for the cell. */
  readonly asRoot?: string;
  /** What stands in the cell, of all that the template has. */
  readonly shows: string;
}

export interface GalleryCell {
  readonly name: string;
  /** Classes of the side of the page in which the room stands. */
  readonly inside: string;
  /** Templates of rooms, as `pad/pen-trace`. */
  readonly parts: readonly string[];
  readonly width: number;
  readonly height?: number;
  readonly reading?: keyof Data["readings"];
  /** Another network in the place of the usual one, and what it reads. */
  readonly reads?: (data: Data) => Read;
  readonly opened?: Opened;
  /** The data attributes that the lab's page has in this state. */
  readonly marks?: Readonly<Record<string, string>>;
  /** A selector of what is there until something has come from the server. */
  readonly waits?: string;
  /** Shown as a page of its own, with that page's style sheets: some of them have rules for a page's root. */
  readonly page?: Page;
  mount(host: HTMLElement, lab: Lab, data: Data): unknown;
}

export type Shared = Omit<GalleryCell, "name" | "reading" | "opened" | "marks">;
export type State = Partial<Pick<GalleryCell, "reading" | "reads" | "opened" | "marks">>;

/** One room in several states. */
export function room(
  name: string,
  shared: Shared,
  states: Readonly<Record<string, State>>,
): GalleryCell[] {
  return Object.entries(states).map(([state, its]) => ({
    ...shared,
    ...its,
    name: `${name}, ${state}`,
  }));
}

export const pointed = (layer: string, index: number): State => ({
  opened: { selection: { cell: { layer, index } } },
});

export const pinned = (layer: string, index: number): State => ({
  opened: { selection: { pinned: { layer, index } } },
});

/** A panel of the drawer: open, and alone in it. */
export function panel(
  part: string,
  opens: Panel,
  mount: (host: HTMLElement, lab: Lab) => unknown,
  states: Readonly<Record<string, State>>,
  { name = part.replace(/.*\//, ""), ...more }: Partial<Shared> & { name?: string } = {},
): GalleryCell[] {
  const shared: Shared = {
    inside: "drawer",
    parts: [part],
    width: 920,
    ...more,
    mount: (host, lab) => {
      const panel = roomIn(host, part);
      mount(panel, lab);
      panel.hidden = false;
    },
  };
  const open = (state: State): State => ({
    ...state,
    opened: { ...state.opened, look: { ...state.opened?.look, panel: opens } },
  });
  const opened = Object.entries(states).map(([state, its]) => [state, open(its)] as const);
  return room(name, shared, Object.fromEntries(opened));
}

export function roomIn(host: HTMLElement, name: string): HTMLElement {
  return need(`[data-room="${name}"]`, host);
}
