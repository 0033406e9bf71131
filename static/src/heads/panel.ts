/** The panel about what comes out: six lines, and the view of the answer's kind. */
import { computed, effect, untracked } from "@preact/signals-core";
import { makeButton } from "../dom/button.ts";
import { make } from "../dom/element.ts";
import { sayMoreBelow } from "../dom/more-below.ts";
import { type AnswerKind, kindOfAnswer } from "../network/answer-kinds.ts";
import type { Network } from "../network/network.ts";
import type { WithWeights } from "../network/slid.ts";
import type { Lab } from "../state/lab.ts";
import { type Dispose, endAll } from "../state/slice.ts";
import type { Prediction } from "../wire/messages.ts";
import { phrase } from "../words/phrases.ts";
import type { MountHead } from "./head.ts";
import { linesAbout } from "./lines.ts";

/** A kind that has no view yet has its six lines alone. */
const VIEWS: Partial<Record<AnswerKind, () => Promise<{ readonly mountHead: MountHead }>>> = {
  one: () => import("./which-digit.ts"),
  several: () => import("./several-digits.ts"),
  numbers: () => import("./how-much.ts"),
  boxes: () => import("./where.ts"),
  mask: () => import("./which-pixels.ts"),
  ways: () => import("./fine-classes.ts"),
};

export interface PanelNeeds {
  fetchCard(network: string): Promise<unknown>;
  fetchWithWeights(network: string): Promise<WithWeights>;
  predict(network: Network, signal: AbortSignal): Promise<Prediction>;
}

/** Filled while it is open, and again for each network. */
export function mountPanel(host: HTMLElement, lab: Lab, needs: PanelNeeds): Dispose {
  let end: Dispose | null = null;
  const clear = () => {
    end?.();
    end = null;
    host.querySelector(".about-answer")?.remove();
  };
  /** The same for one network whatever is switched off, so that the view keeps its state. */
  const answers = computed(() => {
    const isOpen = lab.look.panel.value === "answer";
    return isOpen ? (lab.reader.network.value?.description.answers ?? null) : null;
  });
  const stop = effect(() => {
    const isOpen = answers.value !== null;
    untracked(() => {
      clear();
      const network = lab.reader.network.value;
      if (isOpen && network !== null) end = fill(host, network, lab, needs);
    });
  });
  return endAll(sayMoreBelow(host), stop, clear);
}

function fill(host: HTMLElement, network: Network, lab: Lab, needs: PanelNeeds): Dispose {
  const [answer] = network.description.answers;
  if (answer === undefined) return () => {};
  const kind = kindOfAnswer(answer);
  const view = make("div", { class: "head-view" });
  const wrong = make("section", { class: "wrong" });
  const others = makeButton(() => lab.session.chooseAnswer(), {
    class: "link",
    "data-control": "networks",
    text: phrase("answers.others"),
  });
  host.append(
    make("div", { class: "about-answer" }, [
      make("h2", { text: phrase(`answers.${kind}`) }),
      others,
      linesAbout(answer, network),
      view,
      wrong,
    ]),
  );
  const ends: Dispose[] = [];
  let isOver = false;
  const of = {
    network,
    answer,
    fetchCard: () => needs.fetchCard(network.description.name),
    fetchWithWeights: needs.fetchWithWeights,
    predict: (signal: AbortSignal) => needs.predict(network, signal),
  };
  const bring = async () => {
    const [{ mountWrong }, headModule] = await Promise.all([import("./wrong.ts"), VIEWS[kind]?.()]);
    if (isOver) return;
    if (headModule !== undefined) ends.push(headModule.mountHead(view, lab, of));
    ends.push(mountWrong(wrong, lab, of));
  };
  bring().catch(() => lab.session.notify(phrase("page.failed")));
  return () => {
    isOver = true;
    endAll(...ends)();
  };
}
