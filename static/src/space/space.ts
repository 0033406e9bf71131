/** The network in space: the same drawing, values, colours and selection as on the stage. */
import { effect } from "@preact/signals-core";
import { make, say } from "../dom/element.ts";
import { paintAtOnce, paintOnChange } from "../dom/frames.ts";
import { freeId } from "../dom/free-id.ts";
import type { Network } from "../network/network.ts";
import type { Lab } from "../state/lab.ts";
import { type Dispose, endAll } from "../state/slice.ts";
import { watchColours, watchSelection } from "../state/watching.ts";
import { phrase } from "../words/phrases.ts";
import { insideOf, makeBar } from "./bar.ts";
import { followHand } from "./controls.ts";
import { makeGestures, makeTargets } from "./hands.ts";
import { makeHint } from "./hint.ts";
import { Labels } from "./labels.ts";
import { makeSaving } from "./save.ts";
import { selectionInWords } from "./spoken.ts";
import { makeViewer, type Viewer } from "./viewer.ts";

export interface Mounted {
  /** Lets the maps go back to the stage, and ends. */
  fold(): Promise<void>;
  stop: Dispose;
}

/** `stage`: where the maps lay on the page, so that they can rise from there; null: they stand at once. Throws without WebGL. */
export function mountNetwork3d(
  host: HTMLElement,
  lab: Lab,
  network: Network,
  stage: DOMRect | null,
): Mounted {
  const canvas = make("canvas", {
    tabindex: "0",
    role: "application",
    "aria-label": phrase("space.canvas"),
  });
  const labels = new Labels(
    (layer) => lab.look.toggle(layer),
    () => lab.lecture.on.peek(),
  );
  const view = make("div", { class: "view" }, [canvas, labels.element]);
  const viewer = makeViewer(host, canvas, labels, lab, network);
  const targets = makeTargets(lab, viewer);
  const saving = makeSaving(canvas, labels, viewer);
  const inside = () => targets.toLayer(insideOf(network.layers)?.name ?? "");
  const bar = makeBar(lab, { ...targets, inside, savings: saving.buttons });
  const speech = makeSpeech(host.ownerDocument, lab);
  canvas.setAttribute("aria-describedby", speech.element.id);
  host.replaceChildren(bar.element, view, makeHint(), speech.element);
  host.hidden = false;
  const stopSize = followSize(view, viewer);
  const stopFollowing = endAll(
    bar.stop,
    saving.stop,
    speech.stop,
    followHand(canvas, makeGestures(lab, network, viewer, targets)),
    followLayout(lab, network, viewer, labels),
    followCamera(lab, viewer),
    followStep(lab, viewer),
    followValues(lab, viewer, labels),
  );
  if (stage !== null && stage.width > 0) viewer.flatten(stage, false);
  lab.reader.enterSpace(true);
  const stop = () => {
    stopFollowing();
    stopSize();
    host.dataset.held = String(viewer.dispose());
    host.replaceChildren();
    host.hidden = true;
    lab.selection.point(null);
  };
  return { stop, fold: () => fold(lab, viewer, stage) };
}

/** The maps go back to where the stage has them. */
async function fold(lab: Lab, viewer: Viewer, stage: DOMRect | null): Promise<void> {
  if (stage === null || !liesAs(lab)) return;
  viewer.flatten(stage, true);
  while (viewer.motion.moving) await new Promise(requestAnimationFrame);
}

/** What is read out: the selected cell, and what the keys do. */
function makeSpeech(page: Document, lab: Lab): { element: HTMLElement; stop: Dispose } {
  const selected = make("p", { "aria-live": "polite" });
  const keys = make("p", { text: phrase("space.canvas.keys") });
  const element = make("div", { class: "unseen", id: freeId(page, "space-description") }, [
    selected,
    keys,
  ]);
  return { element, stop: effect(() => say(selected, selectionInWords(lab))) };
}

/** Fills the view at once, and again whenever it has another size. */
function followSize(view: HTMLElement, viewer: Viewer): Dispose {
  const fill = () =>
    viewer.resize({
      width: Math.max(1, view.clientWidth),
      height: Math.max(1, view.clientHeight),
    });
  fill();
  const observer = new ResizeObserver(() => {
    fill();
    viewer.paint();
  });
  observer.observe(view);
  return () => observer.disconnect();
}

/** Whether the stage still has the layers that are shown now: it is not laid out while it is away. */
function liesAs(lab: Lab): boolean {
  const hidden = lab.look.hidden.peek();
  return lab.reader.placed.peek().every((placed) => placed.hidden === hidden.has(placed.name));
}

/** Hidden layers close up, others open; spacing changes at once. */
function followLayout(lab: Lab, network: Network, viewer: Viewer, labels: Labels): Dispose {
  let before = "";
  return effect(() => {
    lab.space.spacing.value;
    const hidden = lab.look.hidden.value;
    const now = JSON.stringify([[...hidden], lab.space.arrangement.value, lab.space.heights.value]);
    labels.build(network, hidden);
    viewer.stand(before !== "" && now !== before);
    before = now;
  });
}

function followCamera(lab: Lab, viewer: Viewer): Dispose {
  return effect(() => {
    lab.space.camera.value;
    viewer.guide(null);
  });
}

/** The current step of the forward pass drives the camera; after the last one it goes back to where it was. */
function followStep(lab: Lab, viewer: Viewer): Dispose {
  let guided = false;
  return effect(() => {
    const layer = lab.forward.currentStep.value?.layer;
    if (layer !== undefined || guided) viewer.guide(layer ?? null);
    guided = layer !== undefined;
    viewer.touch("colours", "highlights");
  });
}

/** Values, colours and highlights. */
function followValues(lab: Lab, viewer: Viewer, labels: Labels): Dispose {
  return endAll(
    paintOnChange(() => {
      watchColours(lab);
      lab.space.lit.value;
    }, viewer.recolour),
    paintOnChange(
      () => {
        watchSelection(lab);
        lab.reader.weights.value;
      },
      () => viewer.touch("highlights"),
    ),
    paintAtOnce(
      () => [lab.reader.reading.value, lab.forward.atEnd.value],
      () => {
        const reading = lab.reader.reading.peek();
        labels.mark(lab.forward.atEnd.peek() ? (reading?.firstGuess ?? null) : null);
        viewer.touch("colours");
        if (lab.selection.selected.peek() !== null) viewer.touch("highlights");
        viewer.paint();
        if (reading !== null) lab.reader.finishPainting(reading.seq);
      },
    ),
  );
}
