/** How much: the network's numbers beside those computed from the strokes, and how well both agree on drawings that were kept aside. */
import { effect, type ReadonlySignal, type Signal, signal, untracked } from "@preact/signals-core";
import { makeButton } from "../dom/button.ts";
import { make, say } from "../dom/element.ts";
import type { Answer } from "../network/answers.ts";
import { type Dispose, endAll } from "../state/slice.ts";
import type { Prediction } from "../wire/messages.ts";
import { decimals } from "../words/numbers.ts";
import { phrase } from "../words/phrases.ts";
import { agreementPlot, type Pair, type Plotted } from "./agreement.ts";
import { withUnit } from "./answers.ts";
import { type HeadNeeds, type MountHead, valuesOf } from "./head.ts";

type Numbers = Extract<Answer, { kind: "numbers" }>;

/** Milliseconds without a change before the numbers of the strokes are asked for. */
const REST = 120;
/** The card's set of drawings by people whose writing was kept aside. */
const SET = "strokes-validation";

interface AgreementCard {
  readonly answers?: Readonly<Record<string, { readonly agreement?: Record<string, Agreements> }>>;
  readonly points?: Readonly<Record<string, Readonly<Record<string, readonly Pair[]>>>>;
}

interface Agreements {
  readonly count: number;
  readonly measures: Readonly<Record<string, Omit<Plotted, "points" | "count">>>;
}

export const mountHead: MountHead = (host, lab, needs) => {
  const answer = needs.answer as Numbers;
  const strokes = signal<readonly number[] | null>(null);
  const table = make("table", { class: "rows-of-numbers" });
  host.append(table, make("h3", { text: phrase("heads.plot") }));
  return endAll(
    followStrokes(answer, lab, needs, (values) => {
      strokes.value = values;
    }),
    effect(() => fillTable(table, answer, valuesOf(answer, lab), strokes.value)),
    mountAgreement(host, lab, needs, strokes),
    () => host.replaceChildren(),
  );
};

/** How well the network and the strokes agree in one measure, that can be chosen. */
function mountAgreement(
  host: HTMLElement,
  lab: Parameters<MountHead>[1],
  needs: HeadNeeds,
  strokes: ReadonlySignal<readonly number[] | null>,
): Dispose {
  const answer = needs.answer as Numbers;
  const chosen = signal(0);
  const plotted = signal<readonly (Plotted | null)[] | null>(null);
  const measures = makeMeasures(answer.names, chosen);
  const plot = make("figure", { class: "agreement" });
  const problem = make("p", { class: "note" });
  host.append(measures.element, plot, problem);
  if (lab.reader.network.peek()?.description.name === "stroke_measures")
    host.append(make("p", { class: "note", text: phrase("heads.plot.trunk") }));
  const fetch = async () => {
    const card = (await needs.fetchCard()) as AgreementCard | null;
    plotted.value = plottedOf(card, answer.name);
  };
  fetch().catch(() => say(problem, phrase("heads.plot.failed")));
  return endAll(
    measures.end,
    effect(() => {
      const all = plotted.value;
      const one = all?.[chosen.value];
      const values = valuesOf(answer, lab)?.[chosen.value];
      const given = strokes.value?.[chosen.value];
      const here = values === undefined || given === undefined ? null : ([given, values] as const);
      const unit = answer.units[chosen.value] ?? "";
      if (one) plot.replaceChildren(...agreementPlot(one, here, unit));
      else plot.replaceChildren();
      if (all !== null && !one) say(problem, phrase("heads.plot.none"));
    }),
  );
}

/** A button for each measure; the chosen one is pressed. */
function makeMeasures(names: readonly string[], chosen: Signal<number>) {
  const buttons = names.map((name, i) =>
    makeButton(
      () => {
        chosen.value = i;
      },
      { text: name },
    ),
  );
  const label = phrase("heads.plot.of");
  const element = make("div", { class: "choice", role: "group", "aria-label": label }, buttons);
  const end = effect(() => {
    for (const [i, button] of buttons.entries())
      button.setAttribute("aria-pressed", String(i === chosen.value));
  });
  return { element, end };
}

/** The measures of the card in its own order, which is that of the answer. */
function plottedOf(card: AgreementCard | null, name: string): readonly (Plotted | null)[] {
  const agreements = card?.answers?.[name]?.agreement?.[SET];
  if (agreements === undefined) return [];
  return Object.entries(agreements.measures).map(([measure, one]) => ({
    ...one,
    count: agreements.count,
    points: card?.points?.[SET]?.[measure] ?? [],
  }));
}

/** Asks for the numbers of the strokes once the pen rests; a picture has none. */
function followStrokes(
  answer: Numbers,
  lab: Parameters<MountHead>[1],
  { predict }: HeadNeeds,
  tell: (values: readonly number[] | null) => void,
): Dispose {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asking = new AbortController();
  const ask = async () => {
    asking = new AbortController();
    const { signal } = asking;
    const prediction = await predict(signal).catch(() => null);
    if (!signal.aborted) tell(prediction && byStrokes(prediction, answer.name));
  };
  const stop = effect(() => {
    const values = valuesOf(answer, lab);
    clearTimeout(timer);
    asking.abort();
    if (values === null) untracked(() => tell(null));
    else timer = setTimeout(() => void ask(), REST);
  });
  return () => {
    stop();
    clearTimeout(timer);
    asking.abort();
  };
}

export function byStrokes({ answers }: Prediction, name: string): readonly number[] | null {
  const answered = answers.find((each) => each.name === name);
  return answered?.kind === "numbers"
    ? (answered.by_strokes?.map(({ value }) => value) ?? null)
    : null;
}

function fillTable(
  table: HTMLElement,
  { names, units }: Numbers,
  values: Float32Array | null,
  strokes: readonly number[] | null,
): void {
  const heads = ["", phrase("heads.network"), phrase("heads.strokes"), phrase("heads.difference")];
  const cell = (text: string) => make("td", { text });
  const rows = names.map((name, i) => {
    const [predicted, given, unit] = [values?.[i], strokes?.[i], units[i] ?? ""];
    const digits = unit === "" ? 2 : 1;
    const shown = (value: number | undefined) =>
      value === undefined ? "" : withUnit(decimals(value, digits), unit);
    const by = predicted === undefined || given === undefined ? undefined : predicted - given;
    return make("tr", {}, [
      make("th", { scope: "row", text: name }),
      cell(shown(predicted)),
      cell(shown(given)),
      cell(by !== undefined && by > 0 ? `+${shown(by)}` : shown(by)),
    ]);
  });
  table.replaceChildren(
    make("thead", {}, [
      make(
        "tr",
        {},
        heads.map((text) => make("th", { scope: "col", text })),
      ),
    ]),
    make("tbody", {}, rows),
  );
}
