/** The page of an exhibit, whose own script is fetched by its name. */
import { need } from "../dom/element.ts";
import type { History } from "../exhibits/timeline.ts";
import type { LayerShape } from "../exhibits/wiring.ts";
import { speakAsThePage } from "../words/phrases.ts";

speakAsThePage();
const host = need("[data-room=exhibits]", document);
const given = <Data>(name: string) =>
  JSON.parse(need(`[data-given=${name}]`, document).textContent ?? "") as Data;
const MOUNTS: Readonly<Record<string, () => Promise<unknown>>> = {
  weights: async () =>
    (await import("../exhibits/weights.ts")).mountWeights(host, given<LayerShape | null>("layer")),
  history: async () =>
    (await import("../exhibits/history.ts")).mountHistory(host, given<History>("history")),
};
await MOUNTS[host.dataset.exhibit ?? ""]?.();
document.documentElement.dataset.settled = "";
