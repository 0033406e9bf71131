/** The network in space: the same drawing, values, colours and selection as on the stage. */
import { effect } from "@preact/signals-core";
import { make, say } from "../dom/element.ts";
import { paintAtOnce, paintOnChange } from "../dom/frames.ts";
import type { Network } from "../network/network.ts";
import type { Lab } from "../state/lab.ts";
import type { Dispose } from "../state/slice.ts";
import { phrase } from "../words/phrases.ts";
import { insideOf, makeBar } from "./bar.ts";
import { handle } from "./controls.ts";
import { makeSends, makeWishes } from "./hands.ts";
import { makeHint } from "./hint.ts";
import { type Labels, makeLabels } from "./labels.ts";
import { makeSaving } from "./save.ts";
import { selectionInWords } from "./spoken.ts";
import { makeViewer, type Viewer } from "./viewer.ts";

export interface Mounted {
  /** Lets the maps go back to the stage, and ends. */
  fold(): Promise<void>;
  stop: Dispose;
}

/** `stage`: where the maps lay on the page, so that they can rise from there; null: they just stand. Throws without WebGL. */
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
    "aria-describedby": "space-said",
  });
  const labels = makeLabels((layer) => lab.look.toggle(layer));
  const view = make("div", { class: "view" }, [canvas, labels.element]);
  const viewer = makeViewer(host, canvas, labels, lab, network);
  const sends = makeSends(lab, viewer);
  const saving = makeSaving(canvas, labels, viewer);
  const inside = () => sends.toLayer(insideOf(network.layers)?.name ?? "");
  const bar = makeBar(lab, { ...sends, inside, savings: saving.buttons });
  const spoken = make("p", { "aria-live": "polite" });
  const keys = make("p", { text: phrase("space.canvas.keys") });
  const said = make("div", { class: "unseen", id: "space-said" }, [spoken, keys]);
  host.replaceChildren(bar.element, view, makeHint(), said);
  host.hidden = false;

  const fill = () => {
    viewer.resize({
      width: Math.max(1, view.clientWidth),
      height: Math.max(1, view.clientHeight),
    });
  };
  fill();
  const stops = [
    bar.stop,
    saving.stop,
    handle(canvas, makeWishes(lab, network, viewer, sends)),
    followLayout(lab, network, viewer, labels),
    followCamera(lab, viewer),
    followStep(lab, viewer),
    followValues(lab, viewer, labels),
    effect(() => say(spoken, selectionInWords(lab))),
  ];
  const flies = stage !== null && stage.width > 0;
  if (flies) viewer.flatten(stage, false);
  const observer = new ResizeObserver(() => {
    fill();
    viewer.paint();
  });
  observer.observe(view);
  lab.reader.enterSpace(true);

  const stop = () => {
    for (const each of stops) each();
    observer.disconnect();
    host.dataset.held = String(viewer.dispose());
    host.replaceChildren();
    host.hidden = true;
    lab.selection.point(null);
  };
  return {
    stop,
    fold: async () => {
      if (stage === null || !liesAs(lab)) return;
      viewer.flatten(stage, true);
      while (viewer.motion.moving) await new Promise(requestAnimationFrame);
    },
  };
}

/** Whether the stage still has the layers that are shown now: it is not laid out while it is away. */
function liesAs(lab: Lab): boolean {
  const hidden = lab.look.hidden.peek();
  return lab.reader.placed.peek().every((placed) => placed.hidden === hidden.has(placed.name));
}

/** Hidden layers close up, others open; spacing follows the hand at once. */
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

/** The told step of the forward pass drives the camera; after the last one it goes back to where it was. */
function followStep(lab: Lab, viewer: Viewer): Dispose {
  let guided = false;
  return effect(() => {
    const layer = lab.forward.currentStep.value?.layer;
    if (layer !== undefined || guided) viewer.guide(layer ?? null);
    guided = layer !== undefined;
    viewer.touch("colours", "highlights");
  });
}

/** What the maps show, and what stands out in them. */
function followValues(lab: Lab, viewer: Viewer, labels: Labels): Dispose {
  const stops = [
    paintOnChange(
      () => [
        lab.look.theme.value,
        lab.look.palette.value,
        lab.look.scope.value,
        lab.forward.showsBefore.value,
        lab.space.lit.value,
      ],
      viewer.recolour,
    ),
    paintOnChange(
      () => [
        lab.selection.selected.value,
        lab.selection.cell.value,
        lab.selection.kernelCell.value,
        lab.look.path.value,
        lab.reader.weights.value,
      ],
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
  ];
  return () => {
    for (const stop of stops) stop();
  };
}
