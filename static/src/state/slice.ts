/** The page's state is made of slices. A slice has values, what they are at first, and whether opening another link replaces them. */
import { batch, type ReadonlySignal, type Signal, signal } from "@preact/signals-core";

/** Ends what a function began. */
export type Dispose = () => void;

/** Ends everything that these functions end. */
export function endAll(...ends: readonly Dispose[]): Dispose {
  return () => {
    for (const end of ends) end();
  };
}

/** One signal for each value of a slice: rooms read them, the slice's actions write them. */
export type Readable<Values> = { readonly [Key in keyof Values]: ReadonlySignal<Values[Key]> };
export type Writable<Values> = { readonly [Key in keyof Values]: Signal<Values[Key]> };

export interface Slice<Values extends object> {
  /** On a page that was opened just now, by a link that says nothing. */
  readonly beginning: Values;
  /** Another link opened on the page replaces it: with what the link says, and the beginning for all else. */
  readonly replacedByLink: boolean;
  /** Values with what follows from them. */
  complete(values: Values): Values;
}

export function slice<Values extends object>(
  beginning: Values,
  { replacedByLink, complete = (values) => values }: Settings<Values>,
): Slice<Values> {
  return { beginning, replacedByLink, complete };
}

interface Settings<Values> {
  readonly replacedByLink: boolean;
  readonly complete?: (values: Values) => Values;
}

/** The signals of a slice on a page that is opened with these values. */
export function open<Values extends object>(
  { beginning, complete }: Slice<Values>,
  opened: Partial<Values> = {},
): Writable<Values> {
  const values = Object.entries(complete({ ...beginning, ...opened }));
  return Object.fromEntries(values.map(([key, value]) => [key, signal(value)])) as never;
}

/** What another link, opened on the page, does to a slice. */
export function replace<Values extends object>(
  { beginning, replacedByLink, complete }: Slice<Values>,
  signals: Writable<Values>,
  opened: Partial<Values> = {},
): void {
  if (replacedByLink) write(signals, complete({ ...beginning, ...opened }));
}

/** The values of a slice now; reads no signal. */
export function valuesOf<Values extends object>(
  { beginning }: Slice<Values>,
  signals: Readable<Values>,
): Values {
  const keys = Object.keys(beginning) as (keyof Values)[];
  return Object.fromEntries(keys.map((key) => [key, signals[key].peek()])) as never;
}

/** Changes several values at once. */
export function write<Values extends object>(
  signals: Writable<Values>,
  values: Partial<Values>,
): void {
  batch(() => {
    for (const [key, value] of Object.entries(values))
      signals[key as keyof Values].value = value as never;
  });
}

/** Actions that each write one value: the value's name by that of its action. */
export function setters<Values extends object, Names extends Record<string, keyof Values>>(
  signals: Writable<Values>,
  names: Names,
): { readonly [Action in keyof Names]: (next: Values[Names[Action]]) => void } {
  const setter = (key: keyof Values) => (next: Values[keyof Values]) => {
    signals[key].value = next;
  };
  return Object.fromEntries(
    Object.entries(names).map(([action, key]) => [action, setter(key)]),
  ) as never;
}

/** A set with this name added, or without it where it was there. */
export function toggled<Name>(names: ReadonlySet<Name>, name: Name): ReadonlySet<Name> {
  const next = new Set(names);
  if (!next.delete(name)) next.add(name);
  return next;
}
