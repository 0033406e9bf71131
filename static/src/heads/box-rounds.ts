/** Suppression round by round: what stays, what it strikes and by how much they overlap, with steps forward and back. */
import { effect, type ReadonlySignal, type Signal, signal } from "@preact/signals-core";
import { makeButton } from "../dom/button.ts";
import { make, say } from "../dom/element.ts";
import { patchChildren } from "../dom/patch.ts";
import { listen } from "../events/listen.ts";
import { rounded } from "../math/numbers.ts";
import type { Detection, Overlap, Round } from "../network/detections.ts";
import type { Lab } from "../state/lab.ts";
import { type Dispose, endAll } from "../state/slice.ts";
import { decimals } from "../words/numbers.ts";
import { counted, phrase, written } from "../words/phrases.ts";

/** Boxes of a drawing on their way through suppression. */
export interface Boxes {
  readonly labels: readonly string[];
  /** The number of pixels of the image: areas are printed in pixels. */
  readonly pixels: number;
  readonly boxes: readonly Detection[];
  readonly rounds: readonly Round[];
  readonly threshold: number;
  readonly limit: number;
  /** 0: all of them, before the first round; behind the last round: what is left. */
  readonly at: number;
}

/** What has become of a box: not looked at yet, stays, stays since this round, struck in this round, struck before. */
export type Fate = "waiting" | "stays" | "now" | "struck" | "gone";

/** The fate of each box. */
export function fatesOf({ boxes, rounds, at }: Boxes): readonly Fate[] {
  const fates: Fate[] = boxes.map(() => "waiting");
  for (const [i, { kept, compared }] of rounds.slice(0, at).entries()) {
    const isNow = i === at - 1;
    fates[kept] = isNow ? "now" : "stays";
    for (const { at: other, struck } of compared)
      if (struck) fates[other] = isNow ? "struck" : "gone";
  }
  return fates;
}

/** The round that is shown; undefined before the first one and behind the last. */
export const roundOf = ({ rounds, at }: Boxes): Round | undefined => rounds[at - 1];

/** Rows of a table at most. */
const ROWS = 10;

type Known = ReadonlySignal<Boxes | null>;

/** `below`: the host of the table; `pair`: the index of the chosen box that is compared with the one that stays. */
export function mountRounds(
  host: HTMLElement,
  below: HTMLElement,
  lab: Lab,
  known: Known,
  pair: Signal<number | null>,
): Dispose {
  const sentence = make("p", { class: "note", "aria-live": "polite" });
  const steps = makeSteps(lab, known, pair);
  host.append(make("h3", { text: phrase("boxes.suppression") }), steps.element, sentence);
  return endAll(
    steps.end,
    mountTable(below, known, pair),
    effect(() => {
      const shown = known.value;
      // While the pen is down the sentence changes too often to be read out.
      sentence.setAttribute("aria-live", lab.session.penDown.value ? "off" : "polite");
      say(sentence, shown === null ? "" : inWords(shown));
    }),
  );
}

/** The buttons of the steps, which keys move through too. */
function makeSteps(lab: Lab, known: Known, pair: Signal<number | null>) {
  const acts = stepsOf(lab, known, pair);
  const buttons = acts.map(([key, , act]) => makeButton(act, { text: phrase(key) }));
  const label = phrase("boxes.steps");
  const row = { class: "choice steps", role: "group", "aria-label": label };
  const element = make("div", row, buttons);
  const onKey = (event: KeyboardEvent) => {
    const act = acts.find(([, key]) => key === event.key);
    if (act === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    act[2]();
  };
  const end = endAll(
    listen(element, { keydown: onKey }),
    effect(() => {
      const shown = known.value;
      const last = shown === null ? 0 : shown.rounds.length + 1;
      const isNothing = shown === null || shown.boxes.length === 0;
      // Not `disabled`: the button would lose the keyboard's focus.
      for (const [i, button] of buttons.entries()) {
        const isThere = shown?.at === (i < 2 ? 0 : last);
        button.setAttribute("aria-disabled", String(isNothing || isThere));
      }
    }),
  );
  return { element, end };
}

/** The boxes of the step in rows; a pressed one is compared. */
function mountTable(host: HTMLElement, known: Known, pair: Signal<number | null>): Dispose {
  const table = make("table", { class: "rows-of-numbers of-boxes" });
  /** Whether all rows are shown, even if they are many. */
  const isWhole = signal(false);
  host.append(table);
  return endAll(
    listen(table, {
      click: ({ target }) => {
        const button = (target as Element).closest("button");
        const at = button?.getAttribute("data-at");
        if (at) pair.value = Number(at);
        else if (button?.dataset.part === "more") isWhole.value = !isWhole.peek();
      },
    }),
    effect(() => {
      const shown = known.value;
      patchChildren(table, shown === null ? [] : rowsOf(shown, pair, isWhole.value));
    }),
  );
}

/** To the first step, back, on and to the last: each with its words and its key. */
function stepsOf(lab: Lab, known: Known, pair: Signal<number | null>) {
  const go = (to: (shown: Boxes) => number) => () => {
    const shown = known.peek();
    if (shown === null) return;
    const at = Math.max(0, Math.min(shown.rounds.length + 1, to(shown)));
    pair.value = null;
    // The rounds are shown over the drawing, not over LeNet-5's windows.
    if (lab.look.ground.peek() === "slid") lab.look.useGround("drawing");
    lab.look.goToRound(at > shown.rounds.length ? null : at);
  };
  return [
    ["boxes.first", "Home", go(() => 0)],
    ["boxes.back", "ArrowLeft", go(({ at }) => at - 1)],
    ["boxes.next", "ArrowRight", go(({ at }) => at + 1)],
    ["boxes.last", "End", go(({ rounds }) => rounds.length + 1)],
  ] as const;
}

/** A box in words: its number in order of score, its label and its score. */
const named = ({ boxes, labels }: Boxes, at: number) => ({
  box: written(at + 1),
  label: labels[boxes[at]?.label ?? 0] ?? "",
  score: decimals(boxes[at]?.score ?? 0, 2),
});

export function inWords(shown: Boxes): string {
  const { boxes, rounds, at, labels } = shown;
  const threshold = decimals(shown.threshold, 2);
  if (boxes.length === 0) return phrase("boxes.none", { threshold });
  if (at === 0) return counted("boxes.all", boxes.length, { threshold });
  const round = roundOf(shown);
  if (round === undefined) {
    const left = rounds.map(({ kept }) => labels[boxes[kept]?.label ?? 0]).join(", ");
    return counted("boxes.left", boxes.length, { left, kept: written(rounds.length) });
  }
  const { box, label, score } = named(shown, round.kept);
  const stays = phrase("boxes.round", {
    round: written(at),
    rounds: written(rounds.length),
    box,
    label,
    score,
  });
  const limit = decimals(shown.limit, 2);
  const struck = round.compared.filter((each) => each.struck).length;
  const rest =
    struck === 0
      ? phrase("boxes.strikes.none", { label, limit })
      : counted("boxes.strikes", struck, { label, limit });
  return `${stays} ${rest}`;
}

function rowsOf(shown: Boxes, pair: Signal<number | null>, isWhole: boolean): HTMLElement[] {
  const round = roundOf(shown);
  const rows = round === undefined ? fatesInRows(shown) : comparedInRows(shown, round, pair);
  if (rows.length === 0) return [];
  const heads = ["boxes.box", "boxes.score", "boxes.iou", "boxes.fate"] as const;
  const cells = heads.map((key) => make("th", { scope: "col", text: phrase(key) }));
  const more = rows.length - ROWS;
  const text = isWhole ? phrase("boxes.fewer") : counted("boxes.more", more);
  const turn = make("button", { type: "button", class: "link", "data-part": "more", text });
  const rest = make("td", { colspan: "4" }, [turn]);
  return [
    make("thead", {}, [make("tr", {}, cells)]),
    make("tbody", {}, [
      ...(isWhole ? rows : rows.slice(0, ROWS)),
      ...(more > 0 ? [make("tr", {}, [rest])] : []),
    ]),
  ];
}

function comparedInRows(shown: Boxes, { compared }: Round, pair: Signal<number | null>) {
  const chosen = pairOf(shown, pair.value);
  const limit = decimals(shown.limit, 2);
  return compared.map(({ at, struck, ...overlap }) => {
    const choose = make("button", {
      type: "button",
      class: "link",
      "data-at": String(at),
      "aria-pressed": String(at === chosen),
      text: `${at + 1}: ${named(shown, at).label}`,
    });
    return rowOf(
      choose,
      named(shown, at).score,
      quotient(overlap, shown.pixels),
      phrase(struck ? "boxes.over" : "boxes.under", { limit }),
    );
  });
}

/** All boxes, with what has become of them so far. */
function fatesInRows(shown: Boxes): HTMLElement[] {
  const by = new Map(
    shown.rounds
      .slice(0, shown.at)
      .flatMap(({ kept, compared }) =>
        compared
          .filter(({ struck }) => struck)
          .map((each) => [each.at, { kept, ...each }] as const),
      ),
  );
  return shown.boxes.map((_, at) => {
    const { box, label, score } = named(shown, at);
    const struck = by.get(at);
    const fate = struck && phrase("boxes.by", { box: written(struck.kept + 1) });
    return rowOf(
      document.createTextNode(`${box}: ${label}`),
      score,
      struck === undefined ? "" : quotient(struck, shown.pixels),
      fate ?? (shown.at === 0 ? "" : phrase("boxes.stays")),
    );
  });
}

function rowOf(name: Node, ...texts: readonly string[]): HTMLElement {
  return make("tr", {}, [
    make("th", { scope: "row" }, [name]),
    ...texts.map((text) => make("td", { text })),
  ]);
}

/** The box that is compared and shown with what both cover: the chosen one, or the first of the round. */
export function pairOf(shown: Boxes, chosen: number | null): number | null {
  const compared = roundOf(shown)?.compared ?? [];
  const one = compared.find(({ at }) => at === chosen) ?? compared[0];
  return one?.at ?? null;
}

/** Decimals of an area: the first of these with which the printed areas give the printed quotient is used. */
const TRIED = [0, 1, 2] as const;

/** "96 / 142 = 0.68": both areas in pixels of the image, and their quotient. */
export function quotient({ both, either, part }: Overlap, pixels: number): string {
  const print = (parts: number, digits: number) => rounded(parts * pixels, digits);
  const digits = TRIED.find(
    (each) => rounded(print(both, each) / print(either, each), 2) === rounded(part, 2),
  );
  const [one, other] = [both, either].map((each) => decimals(each * pixels, digits ?? 0));
  return `${one} / ${other} ${digits === undefined ? "≈" : "="} ${decimals(part, 2)}`;
}
