/** Exhibit: a convolution is sums of products, in one dimension, in two, and through several maps. */
import { effect, type Signal, signal } from "@preact/signals-core";
import { need, say } from "../dom/element.ts";
import { localStorageOrNull } from "../storage/theme.ts";
import { phrase } from "../words/phrases.ts";
import { openDrawn } from "./drawn.ts";
import { fetchLayers } from "./layers.ts";
import { type Cell, cellIn, keepInLink, textOfCell, within } from "./link.ts";
import { mountPad } from "./pad.ts";
import { mountQuestion } from "./question.ts";
import { mountRemote } from "./remote.ts";
import { mountChannels } from "./sums-channels.ts";
import { LINE, type LineState, lineStateIn, mountLine } from "./sums-line.ts";
import { mountPlane } from "./sums-plane.ts";
import { watchTheme } from "./theme.ts";

/** The values that the link has. */
interface State {
  readonly answered: Signal<string>;
  readonly line: LineState;
  readonly kernel: Signal<number>;
  readonly map: Signal<number>;
  readonly cell: Signal<Cell | null>;
  readonly place: Signal<Cell | null>;
}

/** Mounts the exhibit on its host; `network` reads the drawing, and its kernels are shown. Returns what ends it. */
export async function mountSums(host: HTMLElement, network: string): Promise<() => void> {
  const state = stateIn(new URL(location.href).searchParams);
  const drawn = openDrawn(network, localStorageOrNull());
  const { theme, end: endTheme } = watchTheme();
  const ended = [
    endTheme,
    () => drawn.end(),
    mountQuestion(host, state.answered),
    mountRemote(host, state.answered),
    mountPad(host, drawn),
    mountLine(need("[data-part=one-dimension]", host), state.line, theme),
    effect(() => keep(state)),
  ];
  const [plane, channels] = [
    need("[data-part=two-dimensions]", host),
    need("[data-part=channels]", host),
  ];
  try {
    const layers = await fetchLayers(network);
    if (layers === null) for (const part of [plane, channels]) part.remove();
    else
      ended.push(
        mountPlane(plane, state, drawn, layers.first, theme),
        mountChannels(channels, state, drawn, layers, theme),
      );
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    say(need("[data-part=missing]", host), phrase("exhibits.sums.missing", { reason }));
  }
  return () => {
    for (const end of ended) end();
  };
}

function stateIn(link: URLSearchParams): State {
  return {
    answered: signal(link.get("said") ?? ""),
    line: lineStateIn(link),
    kernel: signal(countIn(link.get("kernel"), 6)),
    map: signal(countIn(link.get("map"), 16)),
    cell: signal(cellIn(link.get("cell"))),
    place: signal(cellIn(link.get("place"))),
  };
}

function keep({ answered, line, kernel, map, cell, place }: State): void {
  keepInLink({
    said: [answered.value, ""],
    x: [line.inputs.value, LINE.x],
    w: [line.kernels[0].value, LINE.w],
    v: [line.kernels[1].value, LINE.v],
    letters: [line.letters.value ? "on" : "", ""],
    kernels: [line.two.value ? 2 : 1, 1],
    flip: [line.flip.value ? "on" : "", ""],
    kernel: [kernel.value + 1, 1],
    map: [map.value + 1, 1],
    cell: [textOfCell(cell.value), ""],
    place: [textOfCell(place.value), ""],
  });
}

/** A number from 1 on in a link, as a place from 0 on. */
const countIn = (text: string | null, most: number): number => {
  const given = Number(text ?? 1);
  return (Number.isFinite(given) ? within(given, { low: 1, high: most, step: 1 }) : 1) - 1;
};
