/** 2D or 3D: loads the 3D view when it is first wanted, and puts it in the stage's place. */
import { effect } from "@preact/signals-core";
import { make, say } from "../dom/element.ts";
import type { Network } from "../network/network.ts";
import type { Lab } from "../state/lab.ts";
import type { View } from "../state/look.ts";
import type { Dispose } from "../state/slice.ts";
import { SPACE } from "../state/space.ts";
import { phrase } from "../words/phrases.ts";

const NARROW = "(max-width: 700px)";

/** The 3D view's chunk. */
export interface Chunk {
  mountNetwork3d(
    host: HTMLElement,
    lab: Lab,
    network: Network,
    stage: DOMRect | null,
  ): { fold(): Promise<void>; readonly stop: Dispose };
}

export function mountViewSwitch(
  host: HTMLElement,
  stage: HTMLElement,
  space: HTMLElement,
  lab: Lab,
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
    if (view === "3d" && !chosen) standUpright(lab);
    chosen = true;
    lab.look.useView(view);
  };
  const buttons = (["2d", "3d"] as const).map((view) => makeButton(view, () => choose(view)));
  for (const name of ["pointerenter", "focus"])
    buttons[1]?.addEventListener(name, () => void preload().catch(() => {}));
  host.append(...buttons);

  const close = () => {
    if (open === null) return;
    open.mounted.stop();
    open = null;
    lab.reader.enterSpace(false);
    document.documentElement.dataset.view = "2d";
  };
  /** The maps go back to the stage first, unless 3D is wanted again meanwhile. */
  const fold = async () => {
    const folding = open;
    await folding?.mounted.fold();
    if (open === folding && lab.look.view.peek() === "2d") close();
  };
  const stand = (chunk: Chunk, network: Network) => {
    const risesFrom = stage.clientWidth > 0 && lab.reader.painted.peek() > 0;
    const rect = risesFrom ? stage.getBoundingClientRect() : null;
    close();
    document.documentElement.dataset.view = "3d";
    try {
      open = { mounted: chunk.mountNetwork3d(space, lab, network, rect), network };
    } catch {
      document.documentElement.dataset.view = "2d";
      space.replaceChildren();
      lab.look.useView("2d");
      lab.session.notify(phrase("view.none"));
    }
  };
  const stopStates = effect(() => {
    for (const [i, button] of buttons.entries())
      button.setAttribute(
        "aria-pressed",
        String(lab.look.view.value === (["2d", "3d"] as const)[i]),
      );
  });
  const stop = effect(() => {
    const [view, network] = [lab.look.view.value, lab.reader.network.value];
    if (view === "2d") return void fold();
    if (network === null || open?.network === network) return;
    preload().then(
      (chunk) => {
        if (lab.look.view.peek() === "3d" && lab.reader.network.peek() === network)
          stand(chunk, network);
      },
      () => {
        lab.look.useView("2d");
        lab.session.notify(phrase("view.failed"));
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
function standUpright(lab: Lab): void {
  const untouched =
    lab.space.camera.peek() === SPACE.beginning.camera && lab.look.view.peek() === "2d";
  if (untouched && matchMedia(NARROW).matches) lab.space.adjustSpace({ arrangement: "stack" });
}

function makeButton(view: View, choose: () => void): HTMLElement {
  const button = make("button", { type: "button", "data-view": view });
  say(button, phrase(`view.${view}`));
  button.title = phrase(`view.${view}.hint`);
  button.addEventListener("click", choose);
  return button;
}
