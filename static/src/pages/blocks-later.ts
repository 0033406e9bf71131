/** Brings what blocks need: their closed picture with the first network that has any, what opens and closes them once that is on the screen. */
import { fetchStyleSheet } from "../dom/style-sheet.ts";
import type { Network } from "../network/network.ts";
import type { Lab } from "../state/lab.ts";
import { mountLater } from "../state/later.ts";
import { type Dispose, endAll } from "../state/slice.ts";
import { withItsWords } from "../words/phrases.ts";
import { failure } from "./failure.ts";

const BLOCKS = "static/dist/blocks.css";

type Fetch = <Part>(load: () => Promise<Part>) => Promise<Part>;

const fetchMarks = (fetched: Fetch) =>
  Promise.all([
    fetched(() => import("../stage/blocks.ts")),
    fetched(() => import("../inspector/switches.ts")),
    fetchStyleSheet(document, BLOCKS),
  ]);

/** `prepare` fetches what the stage needs for a network and returns the function that shows it, with its blocks or with the picture of its mask, if it has any. */
export function bringBlocks([stage, switches]: [HTMLElement, HTMLElement], lab: Lab) {
  let stop: Dispose = () => {};
  const instead = (show: () => Dispose) => () => {
    stop();
    stop = show();
  };
  const prepare = async (network: Network): Promise<() => void> => {
    const { blocks, answers } = network.description;
    if (blocks.length === 0 && !answers.some(({ kind }) => kind === "mask"))
      return instead(() => {
        lab.reader.describe(network);
        return () => {};
      });
    // The first picture does not wait for more words: the page has those of its own network already.
    const isFirst = lab.reader.network.peek() === null;
    const fetched: Fetch = isFirst ? (load) => load() : withItsWords;
    const [{ describeOpen, inOwnLanguage }, marks] = await Promise.all([
      import("../stage/closed.ts"),
      isFirst ? null : fetchMarks(fetched),
    ]);
    const translatedNetwork = inOwnLanguage(network);
    const mount = ([{ mountBlocks }, { mountSwitches }]: Awaited<ReturnType<typeof fetchMarks>>) =>
      endAll(mountBlocks(stage, lab, translatedNetwork), mountSwitches(switches, lab));
    const load = async () => {
      const there = await fetchMarks(fetched).finally(() => stage.classList.remove("unmarked"));
      return () => mount(there);
    };
    return instead(() => {
      const end = describeOpen(lab, translatedNetwork);
      if (marks !== null) return endAll(end, mount(marks));
      stage.classList.add("unmarked");
      return endAll(end, mountAfterPainting(lab, load), () => stage.classList.remove("unmarked"));
    });
  };
  return { prepare, stop: () => stop() };
}

/** What the first picture does not wait for; what has not come is fetched again with the next one. */
export function mountAfterPainting(lab: Lab, load: () => Promise<() => Dispose>): Dispose {
  return mountLater(lab, {
    load,
    asked: () => (lab.reader.network.value && lab.reader.painted.value) || null,
    fail: failure(lab),
  });
}
