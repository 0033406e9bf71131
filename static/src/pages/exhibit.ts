/** The page of an exhibit, whose own script is fetched by its name. */
import { need } from "../dom/element.ts";
import type { Given as Choice } from "../exhibits/choice.ts";
import type { Given as Framework } from "../exhibits/framework.ts";
import type { Taught } from "../exhibits/slope-state.ts";
import type { History } from "../exhibits/timeline.ts";
import type { NetworkLayers } from "../exhibits/whole.ts";
import type { LayerShape } from "../exhibits/wiring.ts";
import { localStorageOrNull } from "../storage/theme.ts";
import { speakAsThePage } from "../words/phrases.ts";

speakAsThePage();
const host = need("[data-room=exhibits]", document);
const given = <Data>(name: string) =>
  JSON.parse(need(`[data-given=${name}]`, document).textContent ?? "") as Data;
const MOUNTS: Readonly<Record<string, () => Promise<unknown>>> = {
  weights: async () =>
    (await import("../exhibits/weights.ts")).mountWeights(host, given<LayerShape | null>("layer")),
  sums: async () => (await import("../exhibits/sums.ts")).mountSums(host, given<string>("network")),
  size: async () => (await import("../exhibits/size.ts")).mountSize(host, given<string>("network")),
  steps: async () =>
    (await import("../exhibits/steps.ts")).mountSteps(host, given<string>("network")),
  network: async () =>
    (await import("../exhibits/network.ts")).mountNetwork(
      host,
      given<Readonly<Record<string, NetworkLayers>>>("networks"),
      given<string>("usual"),
    ),
  training: async () =>
    (await import("../exhibits/training.ts")).mountTraining(host, given<string>("network")),
  slope: async () =>
    (await import("../exhibits/slope.ts")).mountSlope(host, given<Taught>("slope")),
  answers: async () => (await import("../exhibits/answers.ts")).mountAnswers(host),
  history: async () =>
    (await import("../exhibits/history.ts")).mountHistory(host, given<History>("history")),
  framework: async () =>
    (await import("../exhibits/framework.ts")).mountFramework(
      host,
      given<Framework>("framework"),
      localStorageOrNull(),
    ),
  choice: async () =>
    (await import("../exhibits/choice.ts")).mountChoice(
      host,
      given<Choice>("choice"),
      localStorageOrNull(),
    ),
};
await MOUNTS[host.dataset.exhibit ?? ""]?.();
document.documentElement.dataset.settled = "";
