/** The network in space: the same drawing, values, colours and selection as on the stage. */
import { effect } from "@preact/signals-core";
import { make, say } from "../dom/element.ts";
import { paintAtOnce, paintOnChange } from "../dom/frames.ts";
import type { Network } from "../network/network.ts";
import type { Store } from "../state/lab.ts";
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
  store: Store,
  network: Network,
  stage: DOMRect | null,
): Mounted {
  const canvas = make("canvas", {
    tabindex: "0",
    role: "application",
    "aria-label": phrase("space.canvas"),
    "aria-describedby": "space-said",
  });
  const labels = makeLabels((layer) => store.toggle(layer));
  const view = make("div", { class: "view" }, [canvas, labels.element]);
  const viewer = makeViewer(host, canvas, labels, store, network);
  const sends = makeSends(store, viewer);
  const saving = makeSaving(canvas, labels, viewer);
  const inside = () => sends.toLayer(insideOf(network.layers)?.name ?? "");
  const bar = makeBar(store, { ...sends, inside, savings: saving.buttons });
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
    handle(canvas, makeWishes(store, network, viewer, sends)),
    followLayout(store, network, viewer, labels),
    followCamera(store, viewer),
    followStep(store, viewer),
    followValues(store, viewer, labels),
    effect(() => say(spoken, selectionInWords(store))),
  ];
  const flies = stage !== null && stage.width > 0;
  if (flies) viewer.flatten(stage, false);
  const observer = new ResizeObserver(() => {
    fill();
    viewer.paint();
  });
  observer.observe(view);
  store.standInSpace(true);

  const stop = () => {
    for (const each of stops) each();
    observer.disconnect();
    host.dataset.held = String(viewer.dispose());
    host.replaceChildren();
    host.hidden = true;
    store.point(null);
  };
  return {
    stop,
    fold: async () => {
      if (stage === null || !liesAs(store)) return;
      viewer.flatten(stage, true);
      while (viewer.motion.moving) await new Promise(requestAnimationFrame);
    },
  };
}

/** Whether the stage still has the layers that are shown now: it is not laid out while it is away. */
function liesAs(store: Store): boolean {
  const hidden = store.hidden.peek();
  return store.placed.peek().every((placed) => placed.hidden === hidden.has(placed.name));
}

/** Hidden layers close up, others open; spacing follows the hand at once. */
function followLayout(store: Store, network: Network, viewer: Viewer, labels: Labels): Dispose {
  let before = "";
  return effect(() => {
    store.spacing.value;
    const hidden = store.hidden.value;
    const now = JSON.stringify([[...hidden], store.arrangement.value, store.heights.value]);
    labels.build(network, hidden);
    viewer.stand(before !== "" && now !== before);
    before = now;
  });
}

function followCamera(store: Store, viewer: Viewer): Dispose {
  return effect(() => {
    store.camera.value;
    viewer.guide(null);
  });
}

/** The told step of the forward pass drives the camera; after the last one it goes back to where it was. */
function followStep(store: Store, viewer: Viewer): Dispose {
  let guided = false;
  return effect(() => {
    const layer = store.telling.value?.layer;
    if (layer !== undefined || guided) viewer.guide(layer ?? null);
    guided = layer !== undefined;
    viewer.touch("colours", "highlights");
  });
}

/** What the maps show, and what stands out in them. */
function followValues(store: Store, viewer: Viewer, labels: Labels): Dispose {
  const stops = [
    paintOnChange(
      () => [
        store.theme.value,
        store.palette.value,
        store.scope.value,
        store.showsBefore.value,
        store.lit.value,
      ],
      viewer.recolour,
    ),
    paintOnChange(
      () => [
        store.selected.value,
        store.cell.value,
        store.kernelCell.value,
        store.path.value,
        store.weights.value,
      ],
      () => viewer.touch("highlights"),
    ),
    paintAtOnce(
      () => [store.reading.value, store.concluded.value],
      () => {
        const reading = store.reading.peek();
        labels.mark(store.concluded.peek() ? (reading?.firstGuess ?? null) : null);
        viewer.touch("colours");
        if (store.selected.peek() !== null) viewer.touch("highlights");
        viewer.paint();
        if (reading === null) return;
        document.documentElement.dataset.painted = String(reading.seq);
        store.finishPainting(reading.seq);
      },
    ),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}
