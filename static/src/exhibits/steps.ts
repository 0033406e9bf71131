/** Exhibit: strides, edges and pooling, and what of a drawing survives them when it is nudged. */
import { computed, effect, signal } from "@preact/signals-core";
import { need } from "../dom/element.ts";
import { localStorageOrNull } from "../storage/theme.ts";
import { openDrawn } from "./drawn.ts";
import { cellIn, keepInLink, textOfCell, within } from "./link.ts";
import { FURTHEST } from "./nudges.ts";
import { mountPad } from "./pad.ts";
import { mountQuestion } from "./question.ts";
import { mountRemote } from "./remote.ts";
import { mountNudge } from "./steps-nudge.ts";
import { mountPools } from "./steps-pools.ts";
import {
  mountRuler,
  RULER,
  type RulerState,
  SETTINGS,
  type Setting,
  wayIn,
} from "./steps-ruler.ts";
import { watchTheme } from "./theme.ts";

const NUDGE = { low: -FURTHEST, high: FURTHEST, step: 1 };

/** Mounts the exhibit on its host; `network` reads the drawing. Returns what ends it. */
export function mountSteps(host: HTMLElement, network: string): () => void {
  const link = new URL(location.href).searchParams;
  const answered = signal(link.get("said") ?? "");
  const ruler = rulerIn(link);
  const cell = signal(cellIn(link.get("cell")));
  const shift = signal(within(Number(link.get("shift") ?? 1) || 0, NUDGE));
  const drawn = openDrawn(network, localStorageOrNull());
  const { theme, end: endTheme } = watchTheme();
  const way = computed(() => wayIn(ruler));
  const isShown = computed(() => answered.value !== "");
  const ended = [
    endTheme,
    () => drawn.end(),
    mountQuestion(host, answered),
    mountRemote(host, answered),
    mountPad(host, drawn),
    mountRuler(need("[data-part=sizes]", host), ruler),
    mountPools(need("[data-part=pools]", host), drawn, way, cell, theme),
    mountNudge(need("[data-part=nudging]", host), { drawn, network, way, shift, isShown, theme }),
    effect(() =>
      keepInLink({
        said: [answered.value, ""],
        ...Object.fromEntries(
          SETTINGS.map((name) => [name, [ruler[name].value, RULER[name].first] as const]),
        ),
        cell: [textOfCell(cell.value), ""],
        shift: [shift.value, 1],
      }),
    ),
  ];
  return () => {
    for (const end of ended) end();
  };
}

function rulerIn(link: URLSearchParams): RulerState {
  const setting = (name: Setting) => {
    const given = Number(link.get(name) ?? RULER[name].first);
    return signal(within(Number.isFinite(given) ? given : RULER[name].first, RULER[name]));
  };
  return {
    cells: setting("cells"),
    window: setting("window"),
    stride: setting("stride"),
    padding: setting("padding"),
  };
}
