/** In a lecture: which layer stands beside the large one, and which are stubs. */

/** Which layer stands where: `stubs` beside the two others, in the order of the network. */
export interface Cast {
  readonly focus: string;
  readonly neighbour: string | null;
  readonly stubs: readonly string[];
}

/**
 * The neighbour is what the large layer is made of, the last of it where that is several; of the first layer, what is made
 * of it. Stubs are the end of the network and the layers that stand nearest to the two, `most` in all.
 */
export function castOf(
  shown: readonly string[],
  edges: readonly (readonly [string, string])[],
  focus: string,
  most: number,
): Cast {
  const sources = edges.filter(([, to]) => to === focus).map(([from]) => from);
  const fed = edges.filter(([from]) => from === focus).map(([, to]) => to);
  const at = shown.indexOf(focus);
  const neighbour =
    shown.findLast((name) => sources.includes(name)) ??
    shown.find((name) => fed.includes(name)) ??
    shown[at - 1] ??
    shown[at + 1] ??
    null;
  const pair = [at, neighbour === null ? at : shown.indexOf(neighbour)];
  const far = (name: string) =>
    Math.min(...pair.map((each) => Math.abs(each - shown.indexOf(name))));
  const rest = shown.filter((name) => name !== focus && name !== neighbour);
  const end = rest.filter((name) => name === shown.at(-1));
  // Of two layers that are equally far, the later one comes first.
  const near = rest
    .filter((name) => !end.includes(name))
    .sort((one, other) => far(one) - far(other) || shown.indexOf(other) - shown.indexOf(one));
  const chosen = [...end, ...near].slice(0, most);
  return { focus, neighbour, stubs: shown.filter((name) => chosen.includes(name)) };
}
