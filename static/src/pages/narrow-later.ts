/** Brings what a window has that is too narrow for a right column. */
import { listen } from "../events/listen.ts";
import type { Lab } from "../state/lab.ts";
import type { Dispose } from "../state/slice.ts";
import { withItsWords } from "../words/phrases.ts";
import { failure } from "./failure.ts";
import type { Hosts } from "./narrow.ts";

const NARROW = "(max-width: 1360px)";

export function mountNarrowLater(hosts: Hosts, lab: Lab): Dispose {
  const narrow = matchMedia(NARROW);
  let isEnded = false;
  let end: Dispose = () => {};
  let stopWaiting: Dispose = () => {};
  const bring = async () => {
    if (!narrow.matches) return;
    stopWaiting();
    const parts = await withItsWords(() => import("./narrow.ts")).catch(() => null);
    if (parts === null) return failure(lab)();
    if (!isEnded) end = parts.mountNarrow(hosts, lab);
  };
  stopWaiting = listen(narrow, { change: bring });
  void bring();
  return () => {
    isEnded = true;
    stopWaiting();
    end();
  };
}
