/** Several networks on one page: the list at the network's name, and another one in the place of the one on the stage. */
import type { Network } from "../network/network.ts";
import type { Lab } from "../state/lab.ts";
import { type Dispose, endAll } from "../state/slice.ts";
import { mountAnswers } from "./answers.ts";
import { Descriptions } from "./ask.ts";
import { type Changing, followWishes } from "./change.ts";
import { followNames } from "./names.ts";
import { makeOutlook } from "./outlook.ts";
import { mountPicker } from "./picker.ts";

export interface NetworksNeeds extends Pick<Changing, "prepare" | "mark" | "correct"> {
  readonly page: HTMLElement;
  readonly opener: HTMLElement;
  readonly answers: HTMLElement;
  readonly stage: HTMLElement;
  /** The way to the answers in a lecture. */
  readonly word: HTMLElement;
  readonly beside: readonly HTMLElement[];
}

export function mountNetworks(
  host: HTMLElement,
  lab: Lab,
  { page, opener, beside, answers, stage, word, ...needs }: NetworksNeeds,
): Dispose {
  const descriptions = new Descriptions();
  const titles = new Map<string, string>();
  const outlook = makeOutlook(page, lab, (name) => titles.get(name) ?? name);
  const prepare = (network: Network) => {
    titles.set(network.description.name, network.description.title);
    return needs.prepare(network);
  };
  return endAll(
    followNames(page, lab),
    followWishes(lab, { ...needs, prepare, descriptions, tell: outlook.tell }),
    mountPicker(host, lab, {
      opener,
      beside,
      descriptions,
      learn: (networks) => {
        for (const { name, title } of networks) titles.set(name, title);
      },
    }),
    mountAnswers(answers, lab, { stage, word, beside, descriptions }),
    outlook.stop,
  );
}
