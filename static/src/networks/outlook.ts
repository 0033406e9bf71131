/** Says, over the page, that another network is on its way or has not come, and what can be done. */
import { makeButton } from "../dom/button.ts";
import { make } from "../dom/element.ts";
import type { Lab } from "../state/lab.ts";
import type { Dispose } from "../state/slice.ts";
import { course, phrase } from "../words/phrases.ts";
import type { Outlook } from "./change.ts";

export interface OutlookLine {
  tell(outlook: Outlook | null): void;
  readonly stop: Dispose;
}

/** `titleOf`: a network's title by its name, as far as it is known. */
export function makeOutlook(
  page: HTMLElement,
  lab: Lab,
  titleOf: (name: string) => string,
): OutlookLine {
  const status = make("p", { role: "status" });
  const acts = make("div", { class: "line" });
  const line = make("div", { class: "outlook popover", "data-part": "outlook" }, [status, acts]);
  line.hidden = true;
  page.append(line);
  const stay = () => lab.ask(null);
  const act = (key: "networks.retry" | "networks.stay" | "networks.close", does: () => void) =>
    makeButton(does, { class: "boxed", "data-act": key, text: phrase(key) });
  return {
    tell: (outlook) => {
      line.hidden = outlook === null;
      if (outlook === null) return;
      const { wish, problem } = outlook;
      const network = course(titleOf(wish.network));
      const shown = course(lab.reader.network.peek()?.description.title ?? "");
      if (problem === null) {
        status.textContent = phrase("networks.coming", { network, shown });
        acts.replaceChildren(act("networks.stay", stay));
      } else {
        status.textContent = phrase("networks.failed", { network, shown, reason: problem });
        const retry = act("networks.retry", () => lab.ask({ ...wish }));
        acts.replaceChildren(retry, act("networks.close", stay));
      }
    },
    stop: () => line.remove(),
  };
}
