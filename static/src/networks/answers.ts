/** The list of kinds of answers, at the last title of the stage: each with what it makes of this drawing now. */
import { effect, untracked } from "@preact/signals-core";
import { makeButton } from "../dom/button.ts";
import { make, say } from "../dom/element.ts";
import { mountPopover } from "../dom/popover.ts";
import { listen } from "../events/listen.ts";
import { ANSWER_KINDS, type AnswerKind, kindOfNetwork } from "../network/answer-kinds.ts";
import { GUESSES } from "../state/covers.ts";
import type { Lab } from "../state/lab.ts";
import { type Dispose, endAll } from "../state/slice.ts";
import type { ModelSummary, Prediction } from "../wire/messages.ts";
import { phrase } from "../words/phrases.ts";
import { askForPrediction, type Descriptions, listNetworks, reasonOf } from "./ask.ts";
import { LiveGuesses } from "./live.ts";
import { pictureOf, regrouped, summaryOf } from "./preview.ts";

export interface AnswersNeeds {
  /** Where the title of the last layer stands. */
  readonly stage: HTMLElement;
  /** The same in a lecture, where that title is small. */
  readonly word: HTMLElement;
  /** What is used while the list is open: the pad. */
  readonly beside: readonly HTMLElement[];
  readonly descriptions: Descriptions;
}

const STEPS: Readonly<Record<string, number>> = {
  ArrowUp: -1,
  ArrowDown: 1,
  Home: -Infinity,
  End: Infinity,
};

export function mountAnswers(host: HTMLElement, lab: Lab, needs: AnswersNeeds): Dispose {
  const answers = new Answers(host, lab, needs);
  const isOpen = new MutationObserver(() => answers.follow(!host.hidden));
  isOpen.observe(host, { attributes: true, attributeFilter: ["hidden"] });
  let asked = 0;
  return endAll(
    effect(() => {
      // Each network has its own last title.
      lab.reader.placed.value;
      const isTold = lab.lecture.on.value;
      const title = () => needs.stage.querySelector<HTMLElement>("[data-part=answers]");
      untracked(() => answers.standAt(isTold ? needs.word : title()));
    }),
    effect(() => {
      const name = lab.reader.network.value?.description.name ?? "";
      untracked(() => answers.explain(name));
    }),
    effect(() => {
      const wanted = lab.session.answering.value;
      if (wanted !== asked) untracked(() => answers.turn());
      asked = wanted;
    }),
    listen(host, { keydown: (event) => answers.walk(event) }),
    () => isOpen.disconnect(),
    () => answers.end(),
  );
}

interface Row {
  readonly kind: AnswerKind;
  readonly element: HTMLElement;
  readonly button: HTMLButtonElement;
  readonly picture: HTMLElement;
  readonly here: HTMLElement;
}

class Answers {
  readonly #host: HTMLElement;
  readonly #lab: Lab;
  readonly #needs: AnswersNeeds;
  readonly #live: LiveGuesses<Prediction>;
  readonly #problem = make("p", { class: "note", role: "status" });
  readonly #rows: readonly Row[];
  readonly #predictions = new Map<string, Prediction | string>();
  #networks: ReadonlyMap<AnswerKind, string> = new Map();
  #opener: HTMLElement | null = null;
  #stopStanding: Dispose = () => {};
  #stop: Dispose | null = null;
  /** Another network was chosen here, and its last title has not come yet. */
  #isChosen = false;
  /** The network that was chosen here, until it is on the stage. */
  #explained: string | null = null;

  constructor(host: HTMLElement, lab: Lab, needs: AnswersNeeds) {
    this.#host = host;
    this.#lab = lab;
    this.#needs = needs;
    this.#live = new LiveGuesses(lab, {
      names: () => [...this.#networks.values()],
      ask: async (name, signal) =>
        askForPrediction(await needs.descriptions.get(name), lab, signal),
      tell: (name, prediction) => {
        this.#predictions.set(name, prediction);
        this.#show();
      },
    });
    this.#rows = ANSWER_KINDS.map((kind) => makeRow(kind, () => this.#choose(kind)));
    host.append(
      make("div", { class: "heading" }, [
        make("h2", { id: "answers-title", text: phrase("answers.title") }),
        make("p", { class: "note", text: phrase("answers.note") }),
      ]),
      make(
        "ul",
        { role: "list" },
        this.#rows.map(({ element }) => element),
      ),
      this.#problem,
    );
  }

  /** The list opens from here, and gives the keyboard back to it. */
  standAt(opener: HTMLElement | null): void {
    if (opener === this.#opener) return;
    const isOpen = !this.#host.hidden;
    // The focus goes from the old last title to the new one.
    const hadFocus = this.#isChosen && this.#host.ownerDocument.activeElement === document.body;
    this.#isChosen = false;
    this.#stopStanding();
    // From now on the button opens the list.
    this.#opener?.removeAttribute("aria-expanded");
    this.#opener = opener;
    this.#stopStanding = () => {};
    if (opener === null) return;
    const { beside, stage } = this.#needs;
    this.#stopStanding = mountPopover(opener, this.#host, [
      ...beside,
      ...stage.querySelectorAll<HTMLElement>("[data-part=answers]"),
    ]);
    if (isOpen) opener.click();
    else if (hadFocus) opener.focus();
  }

  turn(): void {
    this.#opener?.click();
  }

  end(): void {
    this.#stopStanding();
    this.follow(false);
    this.#host.replaceChildren();
  }

  follow(isOpen: boolean): void {
    if (isOpen === (this.#stop !== null)) return;
    this.#stop?.();
    this.#stop = null;
    if (!isOpen) return;
    const { reader, look, lecture, forward } = this.#lab;
    this.#stop = endAll(
      this.#live.follow(),
      effect(() => {
        reader.network.value;
        look.groups.value;
        forward.atEnd.value;
        lecture.isCovered(GUESSES);
        untracked(() => this.#show());
      }),
    );
    void this.#fetchList();
    const current = this.#rows.find(({ kind }) => kind === this.#onStage());
    current?.button.focus();
  }

  /** Arrows go from answer to answer. */
  walk(event: KeyboardEvent): void {
    const by = STEPS[event.key];
    if (by === undefined || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey)
      return;
    const buttons = this.#rows.map(({ button }) => button).filter(({ disabled }) => !disabled);
    const at = buttons.indexOf(event.target as HTMLButtonElement);
    buttons[Math.max(0, Math.min(buttons.length - 1, at + by))]?.focus();
    event.preventDefault();
    event.stopPropagation();
  }

  async #fetchList(): Promise<void> {
    try {
      this.#networks = networksOf(await listNetworks(), this.#known());
      say(this.#problem, "");
    } catch (error) {
      say(this.#problem, phrase("answers.list.failed", { reason: reasonOf(error) }));
    }
    this.#show();
    this.#live.go();
  }

  #choose(kind: AnswerKind): void {
    const network = this.#networks.get(kind);
    if (network === undefined) return;
    this.#opener?.click();
    this.#opener?.focus();
    this.#isChosen = true;
    // In a lecture, too: whoever chooses another answer wants to explain it; Escape brings the network back.
    const isThere = network === this.#known()[0];
    this.#explained = isThere ? null : network;
    if (isThere) this.#lab.look.openPanel("answer");
    this.#lab.ask(isThere ? null : { network, link: null, inHistory: false });
  }

  /** The explanation opens once the chosen network is shown: the Back button leads to the network before, without it. */
  explain(name: string): void {
    if (name !== this.#explained) return;
    this.#explained = null;
    this.#lab.look.openPanel("answer");
  }

  #onStage(): AnswerKind | undefined {
    return kindOfNetwork(this.#lab.reader.network.peek()?.description.answers ?? []);
  }

  /** Networks that are preferred for their kind: the one on the stage, and that of an address that names none. */
  #known(): readonly string[] {
    const { network, plain } = this.#lab.reader;
    return [network.peek()?.description.name ?? "", plain.peek() ?? ""];
  }

  /** What a network predicts; summed to the visitor's groups, if it is on the stage. */
  #predictionOf(network: string): Prediction | string | undefined {
    const prediction = this.#predictions.get(network);
    const { description } = this.#lab.reader.network.peek() ?? {};
    const isHere = typeof prediction === "object" && description?.name === network;
    return isHere
      ? regrouped(prediction, description.answers[0], this.#lab.look.groups.peek())
      : prediction;
  }

  #show(): void {
    const { forward, lecture } = this.#lab;
    const isKnown = forward.atEnd.peek() && !lecture.covered.peek().has(GUESSES);
    const onStage = this.#onStage();
    for (const row of this.#rows) {
      const network = this.#networks.get(row.kind);
      const isCurrent = row.kind === onStage;
      row.element.classList.toggle("on-stage", isCurrent);
      row.button.toggleAttribute("disabled", network === undefined && this.#networks.size > 0);
      if (isCurrent) row.button.setAttribute("aria-current", "true");
      else row.button.removeAttribute("aria-current");
      const prediction = isKnown ? this.#predictionOf(network ?? "") : undefined;
      if (typeof prediction === "string") say(row.here, prediction);
      else say(row.here, isKnown ? summaryOf(prediction?.answers[0]) : phrase("networks.covered"));
      const picture = typeof prediction === "object" ? pictureOf(prediction) : null;
      row.picture.replaceChildren(...(picture === null ? [] : [picture]));
    }
  }
}

function makeRow(kind: AnswerKind, choose: () => void): Row {
  const button = makeButton(choose, { class: "choose", text: phrase(`answers.${kind}`) });
  const picture = make("div", { class: "preview", "aria-hidden": "true" });
  const here = make("p", { class: "here" });
  const element = make("li", { "data-kind": kind }, [
    make("div", {}, [button, make("p", { class: "how", text: phrase(`answers.${kind}.how`) })]),
    picture,
    make("div", {}, [make("p", { class: "note", text: phrase(`answers.${kind}.note`) }), here]),
  ]);
  // The whole row can be clicked; the keyboard reaches the button with its name.
  listen(element, {
    click: ({ target }) => {
      if ((target as Element).closest("button") === null) button.click();
    },
  });
  return { kind, element, button, picture, here };
}

/** The network that answers each kind: one of `first` if one does, else the first of the list. */
export function networksOf(
  networks: readonly ModelSummary[],
  first: readonly string[],
): ReadonlyMap<AnswerKind, string> {
  const found = new Map<AnswerKind, string>();
  const ordered = [
    ...first.flatMap((name) => networks.filter((each) => each.name === name)),
    ...networks,
  ];
  for (const { name, answers } of ordered) {
    const [kind] = answers;
    if (kind !== undefined && !found.has(kind)) found.set(kind, name);
  }
  return found;
}
