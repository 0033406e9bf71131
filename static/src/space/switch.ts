/** 2D or 3D: loads the 3D view when it is first wanted, and puts it in the stage's place. */
import { computed, effect } from "@preact/signals-core";
import { makeButton } from "../dom/button.ts";
import { listen } from "../events/listen.ts";
import { standBelow } from "../layout/placed.ts";
import type { Network } from "../network/network.ts";
import type { Lab } from "../state/lab.ts";
import { VIEWS, type View } from "../state/look.ts";
import { type Dispose, endAll } from "../state/slice.ts";
import { SPACE } from "../state/space.ts";
import { phrase } from "../words/phrases.ts";

/** The 3D view's chunk. */
export interface Chunk {
  mountNetwork3d(
    host: HTMLElement,
    lab: Lab,
    network: Network,
    stage: DOMRect | null,
  ): { fold(): Promise<void>; readonly stop: Dispose };
}

/**
 * `places`: the stage, and where the network stands in space. `root` says which of the two is there, in `data-view`: the
 * style sheet leaves the stage out meanwhile.
 */
export function mountViewSwitch(
  host: HTMLElement,
  places: Hosts,
  lab: Lab,
  load: () => Promise<Chunk>,
): Dispose {
  const loadOnce = once(load);
  const standing = new Standing(places, lab);
  let chosen = false;
  const choose = (view: View) => {
    if (view === "3d" && !chosen) standUpright(lab);
    chosen = true;
    lab.look.useView(view);
  };
  const buttons = VIEWS.map((view) => makeViewButton(view, () => choose(view)));
  const preload = () => void loadOnce().catch(() => {});
  const isLaidOut = computed(() => lab.reader.placed.value.length > 0);
  host.append(...buttons);
  return endAll(
    effect(() => {
      const [view, network] = [lab.look.view.value, lab.reader.network.value];
      // A stage in sight is laid out first: what stands beside it has its place from that.
      const canLeave = isLaidOut.value || places.stage.clientWidth === 0;
      if (view === "2d") void standing.fold();
      else if (network !== null && canLeave && !standing.shows(network))
        void enter(lab, network, standing, loadOnce);
    }),
    effect(() => {
      for (const button of buttons)
        button.setAttribute("aria-pressed", String(button.dataset.view === lab.look.view.value));
    }),
    ...buttons
      .filter(({ dataset }) => dataset.view === "3d")
      .map((button) => listen(button, { pointerenter: preload, focus: preload })),
    () => standing.close(),
    () => host.replaceChildren(),
  );
}

export interface Hosts {
  readonly root: HTMLElement;
  readonly stage: HTMLElement;
  readonly space: HTMLElement;
}

/** Loads at the first call; after a failure again, since another try may find the server. */
function once(load: () => Promise<Chunk>): () => Promise<Chunk> {
  let loading: Promise<Chunk> | null = null;
  return () => {
    loading ??= load().catch((error: unknown) => {
      loading = null;
      throw error;
    });
    return loading;
  };
}

/** Goes to 3D, unless 2D is wanted again, or another network is there, before it has been loaded. */
async function enter(
  lab: Lab,
  network: Network,
  standing: Standing,
  load: () => Promise<Chunk>,
): Promise<void> {
  const chunk = await load().catch(() => null);
  if (chunk === null) {
    lab.look.useView("2d");
    lab.session.notify(phrase("view.failed"));
  } else if (lab.look.view.peek() === "3d" && lab.reader.network.peek() === network)
    standing.open(chunk, network);
}

/** The network in space, while it stands in the stage's place. */
class Standing {
  readonly #places: Hosts;
  readonly #lab: Lab;
  #open: {
    readonly mounted: ReturnType<Chunk["mountNetwork3d"]>;
    readonly network: Network;
  } | null = null;

  constructor(places: Hosts, lab: Lab) {
    this.#places = places;
    this.#lab = lab;
  }

  shows(network: Network): boolean {
    return this.#open?.network === network;
  }

  open(chunk: Chunk, network: Network): void {
    const { root, stage, space } = this.#places;
    const risesFrom = stage.clientWidth > 0 && this.#lab.reader.painted.peek() > 0;
    const from = risesFrom ? stage.getBoundingClientRect() : null;
    this.close();
    root.dataset.view = "3d";
    try {
      this.#open = { mounted: chunk.mountNetwork3d(space, this.#lab, network, from), network };
    } catch {
      root.dataset.view = "2d";
      space.replaceChildren();
      this.#lab.look.useView("2d");
      this.#lab.session.notify(phrase("view.none"));
    }
  }

  /** The maps go back to the stage first, unless 3D is wanted again meanwhile. */
  async fold(): Promise<void> {
    const folding = this.#open;
    await folding?.mounted.fold();
    if (this.#open === folding && this.#lab.look.view.peek() === "2d") this.close();
  }

  close(): void {
    if (this.#open === null) return;
    this.#open.mounted.stop();
    this.#open = null;
    this.#lab.reader.enterSpace(false);
    this.#places.root.dataset.view = "2d";
  }
}

/** Where layers stand one below another the network is a stack at first, which fills the screen, unless a link says how it stands. */
function standUpright(lab: Lab): void {
  const untouched =
    lab.space.camera.peek() === SPACE.beginning.camera && lab.look.view.peek() === "2d";
  if (untouched && standBelow(lab.reader.placed.peek()))
    lab.space.adjustSpace({ arrangement: "stack" });
}

function makeViewButton(view: View, choose: () => void): HTMLButtonElement {
  return makeButton(choose, {
    "data-view": view,
    text: phrase(`view.${view}`),
    title: phrase(`view.${view}.hint`),
  });
}
