/** 2D or 3D: loads the 3D view when it is first wanted, and puts it in the stage's place. */
import { effect } from "@preact/signals-core";
import { make, say } from "../dom/element.ts";
import type { Network } from "../network/network.ts";
import { BEGINNING, type Store, type View } from "../state/lab.ts";
import type { Dispose } from "../state/slice.ts";
import { phrase } from "../words/phrases.ts";

const NARROW = "(max-width: 700px)";

/** The 3D view's chunk. */
export interface Chunk {
  mountNetwork3d(
    host: HTMLElement,
    store: Store,
    network: Network,
    stage: DOMRect | null,
  ): { fold(): Promise<void>; readonly stop: Dispose };
}

export function mountViewSwitch(
  host: HTMLElement,
  stage: HTMLElement,
  space: HTMLElement,
  store: Store,
  load: () => Promise<Chunk>,
): Dispose {
  let loading: Promise<Chunk> | null = null;
  let open: {
    readonly mounted: ReturnType<Chunk["mountNetwork3d"]>;
    readonly network: Network;
  } | null = null;
  const preload = () => {
    loading ??= load().catch((error: unknown) => {
      loading = null; // another try may find the server again
      throw error;
    });
    return loading;
  };
  let chosen = false;
  const choose = (view: View) => {
    if (view === "3d" && !chosen) standUpright(store);
    chosen = true;
    store.see(view);
  };
  const buttons = (["2d", "3d"] as const).map((view) => makeButton(view, () => choose(view)));
  for (const name of ["pointerenter", "focus"])
    buttons[1]?.addEventListener(name, () => void preload().catch(() => {}));
  host.append(...buttons);

  const close = () => {
    if (open === null) return;
    open.mounted.stop();
    open = null;
    store.standInSpace(false);
    document.documentElement.dataset.view = "2d";
  };
  /** The maps go back to the stage first, unless 3D is wanted again meanwhile. */
  const fold = async () => {
    const folding = open;
    await folding?.mounted.fold();
    if (open === folding && store.view.peek() === "2d") close();
  };
  const stand = (chunk: Chunk, network: Network) => {
    const risesFrom = stage.clientWidth > 0 && store.painted.peek() > 0;
    const rect = risesFrom ? stage.getBoundingClientRect() : null;
    close();
    document.documentElement.dataset.view = "3d";
    try {
      open = { mounted: chunk.mountNetwork3d(space, store, network, rect), network };
    } catch {
      document.documentElement.dataset.view = "2d";
      space.replaceChildren();
      store.see("2d");
      store.notify(phrase("view.none"));
    }
  };
  const stopStates = effect(() => {
    for (const [i, button] of buttons.entries())
      button.setAttribute("aria-pressed", String(store.view.value === (["2d", "3d"] as const)[i]));
  });
  const stop = effect(() => {
    const [view, network] = [store.view.value, store.network.value];
    if (view === "2d") return void fold();
    if (network === null || open?.network === network) return;
    preload().then(
      (chunk) => {
        if (store.view.peek() === "3d" && store.network.peek() === network) stand(chunk, network);
      },
      () => {
        store.see("2d");
        store.notify(phrase("view.failed"));
      },
    );
  });
  return () => {
    stop();
    stopStates();
    close();
    host.replaceChildren();
  };
}

/** At first a stack on phones, whose screen it fills, unless a link says how the network stands. */
function standUpright(store: Store): void {
  const untouched = store.camera.peek() === BEGINNING.camera && store.view.peek() === "2d";
  if (untouched && matchMedia(NARROW).matches) store.look({ arrangement: "stack" });
}

function makeButton(view: View, choose: () => void): HTMLElement {
  const button = make("button", { type: "button", "data-view": view });
  say(button, phrase(`view.${view}`));
  button.title = phrase(`view.${view}.hint`);
  button.addEventListener("click", choose);
  return button;
}
