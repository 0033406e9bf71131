import { effect, signal } from "@preact/signals-core";
import { make, say } from "../dom/element.ts";
import { paintOnChange } from "../dom/frames.ts";
import { scaleOf } from "../dom/palette.ts";
import { explainWithin } from "../dom/term.ts";
import type { Lab } from "../state/lab.ts";
import type { Dispose } from "../state/slice.ts";
import { phrase } from "../words/phrases.ts";
import { placeInLayer, placeInNetwork } from "../words/place.ts";
import { followKeys, makeControls } from "./controls.ts";
import type { Showing } from "./frame.ts";
import { inspect } from "./inspected.ts";
import { allParts, preview } from "./parts.ts";
import { makeSweep } from "./sweep.ts";
import { cellOfTerm, Terms } from "./terms.ts";

/** The arithmetic of the selected cell: a preview under the pointer, everything once it is pinned. */
export function mountInspector(host: HTMLElement, lab: Lab): Dispose {
  const title = make("h2");
  const value = make("p", { class: "value" });
  const body = make("div", { class: "body" });
  const controls = makeControls(lab);
  const sweep = makeSweep(lab);
  // Below the network, and on phones, maps of a sum have little room side by side.
  const media = matchMedia("(max-width: 1360px)");
  const close = signal(media.matches);
  const onSize = () => {
    close.value = media.matches;
  };
  media.addEventListener("change", onSize);
  const told = make("p", { class: "told", role: "status", hidden: "" });
  host.replaceChildren(
    title,
    make("header", {}, [value, controls.release]),
    sweep.element,
    body,
    controls.element,
    told,
  );
  const terms = new Terms(body, (term) => {
    const cell = term === null ? null : cellOfTerm(term);
    const network = lab.reader.network.peek();
    lab.selection.point(cell);
    told.hidden = term === null;
    if (term === null || network === null) return;
    const place =
      cell === null ? term.dataset.place : placeInLayer(network, cell.layer, cell.index);
    say(told, `${place}: ${term.dataset.full}`);
  });

  /** The stage's cell under the pointer, among the numbers here. */
  const markPointed = () => {
    const cell = lab.selection.cell.peek();
    for (const old of body.querySelectorAll(".pointed")) old.classList.remove("pointed");
    if (cell === null || lab.selection.pinned.peek() === null) return;
    const same = body.querySelector(`[data-cell="${cell.layer}:${cell.index}"]`);
    same?.classList.add("pointed");
  };
  const paint = () => {
    const network = lab.reader.network.peek();
    const cell = lab.selection.selected.peek();
    if (network === null || cell === null) return terms.replace([]);
    say(title, placeInNetwork(network, cell.layer, cell.index));
    const snapshot = lab.reader.snapshot.peek();
    const cover = lab.selection.cover.peek();
    controls.element.hidden = cover !== null;
    if (cover !== null) {
      say(value, phrase(`cover.${cover}`));
      return terms.replace([]);
    }
    if (snapshot === null) {
      const missing = whatIsMissing(lab);
      say(value, missing);
      if (missing === "") return; // the numbers before stay until the next ones are here
      controls.element.hidden = true;
      return terms.replace([]);
    }
    const inspected = inspect(snapshot, cell, {
      arithmetic: lab.selection.arithmetic.peek(),
      field: lab.selection.field.peek(),
    });
    say(value, inspected.words(lab.look.digits.peek()));
    const showing: Showing = {
      digits: lab.look.digits.peek(),
      scale: scaleOf(host),
      close: close.peek(),
    };
    const pinned = lab.selection.pinned.peek() !== null;
    const parts = pinned ? allParts(inspected, showing) : preview(inspected);
    if (pinned) explainWithin(parts);
    terms.replace(parts);
    markPointed();
    controls.offer(inspected);
  };
  const stopPainting = paintOnChange(
    () => [
      lab.selection.selected.value,
      lab.selection.pinned.value,
      lab.look.digits.value,
      lab.look.theme.value,
      lab.look.palette.value,
      close.value,
      lab.selection.selected.value && [
        lab.reader.reading.value,
        lab.reader.weights.value,
        lab.reader.weightsProblem.value,
      ],
    ],
    paint,
  );
  const stopMode = effect(() => {
    const pinned = lab.selection.pinned.value !== null;
    host.hidden = lab.selection.selected.value === null;
    if (host.classList.contains("pinned") !== pinned) host.scrollTop = 0;
    host.classList.toggle("pinned", pinned);
    document.documentElement.toggleAttribute("data-pinned", pinned);
  });
  const stopFollowing = effect(() => {
    lab.selection.cell.value;
    markPointed();
  });
  const stopKeys = followKeys(host, body, lab);
  return () => {
    stopPainting();
    stopMode();
    stopFollowing();
    sweep.stop();
    media.removeEventListener("change", onSize);
    terms.stop();
    stopKeys();
    host.replaceChildren();
  };
}

/** Why there are no numbers yet; empty while exact values are on their way. */
function whatIsMissing(lab: Lab): string {
  if (lab.reader.reading.peek()?.blank) return phrase("inspector.blank");
  if (lab.reader.weights.peek() !== null) return "";
  const reason = lab.reader.weightsProblem.peek();
  return reason === null
    ? phrase("inspector.weights.coming")
    : phrase("inspector.weights.failed", { reason });
}
