/** Where there is no right column, its content stands in a sheet at the foot of the page, whose height can be changed. */
import { effect, type ReadonlySignal, type Signal, signal } from "@preact/signals-core";
import { need, say } from "../dom/element.ts";
import { listen } from "../events/listen.ts";
import type { Lab } from "../state/lab.ts";
import { type Dispose, endAll } from "../state/slice.ts";
import { phrase } from "../words/phrases.ts";
import { positionInLayer } from "../words/position.ts";
import { type Drag, followDrag } from "./drag.ts";

/** The sheet's height: one line, the numbers, or all that the page leaves. */
export type Height = "peek" | "half" | "full";
export const HEIGHTS: readonly Height[] = ["peek", "half", "full"];

/** In rem: the height at half, on a phone and where numbers have room side by side; what stays free above it, and above a full sheet. */
const HALF = { narrow: 28, wide: 24 };
/** The same for a film, which is controlled in the sheet and watched above it. */
const HALF_OF_A_FILM = { narrow: 16.5, wide: 13.5 };
const FREE = 12;
const TOP = 3;
/** Windows up to here are phones, in CSS pixels. */
const PHONE = 700;
/** A tablet held upright, in CSS pixels: one layer and the explanation have room at once. */
const UPRIGHT = { width: 900, height: 1000 };

/** A height in CSS pixels; the least height is set in the style sheet. */
export function pixelsOf(
  height: Exclude<Height, "peek">,
  [width, high]: readonly [number, number],
  rem: number,
  isFilm = false,
): number {
  if (height === "full") return high - TOP * rem;
  const half = isFilm ? HALF_OF_A_FILM : HALF;
  const wanted = (width <= PHONE ? half.narrow : half.wide) * rem;
  return Math.min(wanted, Math.max(high / 2, high - FREE * rem));
}

/** The height nearest to where a drag would stop; `upwards`: how far it would still move. */
export function nearest(pixels: number, heights: readonly number[], upwards: number): number {
  const distance = (at: number) => Math.abs((heights[at] ?? 0) - pixels - upwards);
  return heights.reduce((best, _, at) => (distance(at) < distance(best) ? at : best), 0);
}

/** How high it is before anybody has touched it. */
export function firstHeight([width, high]: readonly [number, number]): Height {
  const isUpright = width > PHONE && width <= UPRIGHT.width && high >= UPRIGHT.height;
  return isUpright ? "half" : "peek";
}

export interface Sheet {
  /** Raises the sheet to half if it shows one line only. */
  raise(): void;
  readonly height: ReadonlySignal<Height>;
  readonly stop: Dispose;
}

/**
 * `root` gets the height, in `data-foot` and `--foot`, so that the page leaves room for it; and in `data-opened` whether
 * something takes the whole sheet.
 */
export function mountSheet(host: HTMLElement, root: HTMLElement, lab: Lab): Sheet {
  const grip = need<HTMLButtonElement>("[data-part=grip]", host);
  const what = need("[data-part=what]", host);
  const height = signal<Height>(firstHeight([innerWidth, innerHeight]));
  const setTo = (at: number) => {
    height.value = HEIGHTS[Math.max(0, Math.min(HEIGHTS.length - 1, at))] as Height;
  };
  const raise = () => {
    if (height.peek() === "peek") height.value = "half";
  };
  const isFilm = () => lab.look.panel.value === "epochs";
  const show = () => showHeight(root, grip, height.value, isFilm());
  const drag: Drag = {
    begin: () => host.offsetHeight,
    move: (pixels) => root.style.setProperty("--foot", `${Math.max(0, pixels)}px`),
    end: (pixels, upwards) => {
      const least = Number.parseFloat(getComputedStyle(host).minHeight) || 0;
      setTo(nearest(pixels, [least, ...heightsHere(root, isFilm())], upwards));
      show();
    },
  };
  const stop = endAll(
    raiseForOpened(lab, height, raise),
    effect(show),
    effect(() => {
      const isLayer = height.value !== "peek" && lab.selection.about.value === "layer";
      root.toggleAttribute("data-opened", isAnythingOpen(lab) || isLayer);
    }),
    effect(() => {
      if (height.value !== "peek") return;
      if (host.contains(host.ownerDocument.activeElement)) grip.focus();
      lab.selection.pointAtLayer(null);
    }),
    effect(() => say(what, whatIsOpen(lab, host.ownerDocument))),
    closeOnBack(height, () => (isAnythingOpen(lab) ? closeAll(lab) : setTo(0))),
    listen(window, { resize: show }),
    ...[grip, what].flatMap((part) => [
      followDrag(part, drag),
      listen(part, { click: () => setTo((HEIGHTS.indexOf(height.peek()) + 1) % HEIGHTS.length) }),
    ]),
    followKeys(host, grip, { height, setTo, lab }),
    () => {
      delete root.dataset.foot;
      delete root.dataset.opened;
      root.style.removeProperty("--foot");
    },
  );
  return { raise, height, stop };
}

/** What is opened raises the sheet; when the last thing is closed, the sheet returns to its height before. */
function raiseForOpened(lab: Lab, height: Signal<Height>, raise: () => void): Dispose {
  let before: Height = "peek";
  return followOpened(lab, (isOpen, isFirst) => {
    if (isFirst) before = height.peek();
    if (isOpen) raise();
    else height.value = before;
  });
}

interface Keyed {
  readonly height: ReadonlySignal<Height>;
  setTo(at: number): void;
  readonly lab: Lab;
}

/** Escape lowers the sheet while nothing is open in it; arrows, Home and End move its grip. */
function followKeys(host: HTMLElement, grip: HTMLElement, { height, setTo, lab }: Keyed): Dispose {
  return endAll(
    listen(host, {
      keydown: (event) => {
        if (event.key !== "Escape" || height.peek() === "peek" || isAnythingOpen(lab)) return;
        setTo(0);
        event.stopPropagation();
      },
    }),
    listen(grip, {
      keydown: (event) => {
        const at = HEIGHTS.indexOf(height.peek());
        const to = { ArrowUp: at + 1, ArrowDown: at - 1, Home: 0, End: 2 }[event.key];
        if (to === undefined) return;
        setTo(to);
        event.preventDefault();
        event.stopPropagation();
      },
    }),
  );
}

function heightsHere(root: HTMLElement, isFilm: boolean): [number, number] {
  const rem = Number.parseFloat(getComputedStyle(root).fontSize) || 16;
  const window = [innerWidth, innerHeight] as const;
  return [pixelsOf("half", window, rem, isFilm), pixelsOf("full", window, rem)];
}

function showHeight(root: HTMLElement, grip: HTMLElement, height: Height, isFilm: boolean): void {
  const [half, full] = heightsHere(root, isFilm);
  root.dataset.foot = height;
  grip.setAttribute("aria-expanded", String(height !== "peek"));
  if (height === "peek") root.style.removeProperty("--foot");
  else root.style.setProperty("--foot", `${height === "half" ? half : full}px`);
}

function isAnythingOpen({ selection, look }: Lab): boolean {
  const opened = [selection.pinned, selection.kernel, look.panel, look.chapter];
  return opened.some((each) => each.value !== null);
}

function closeAll({ selection, look }: Lab): void {
  look.openPanel(null);
  look.openChapter(null);
  selection.openKernel(null);
  selection.pin(null);
}

/** Calls `act` when something is opened, first or in place of another, and when the last thing is closed. */
function followOpened(lab: Lab, act: (isOpen: boolean, isFirst: boolean) => void): Dispose {
  let before = "";
  let wasOpen = false;
  return effect(() => {
    const { selection, look } = lab;
    const shown = [selection.pinned, selection.kernel, look.panel, look.chapter];
    const now = JSON.stringify(shown.map((each) => each.value));
    const isOpen = isAnythingOpen(lab);
    if (now !== before && (isOpen || before !== "")) act(isOpen, isOpen && !wasOpen);
    [before, wasOpen] = [now, isOpen];
  });
}

/** One line that names what is opened; when nothing is, the title of the guide. Reads signals. */
function whatIsOpen({ selection, look, reader }: Lab, page: Document): string {
  const [network, panel] = [reader.network.value, look.panel.value];
  const [pinned, kernel] = [selection.pinned.value, selection.kernel.value];
  const layer = selection.layer.value;
  if (panel !== null) {
    const label = page.querySelector(`[data-opened-by=${panel}]`)?.getAttribute("aria-label");
    return label ?? "";
  }
  if (network === null) return phrase("guide.title");
  const titleOf = (name: string) => network.layer.get(name)?.title ?? name;
  if (kernel !== null) return phrase("changes.kernel", { layer: titleOf(kernel.layer) });
  if (pinned !== null)
    return `${titleOf(pinned.layer)}, ${positionInLayer(network, pinned.layer, pinned.index)}`;
  if (look.chapter.value !== null) return phrase("chapters.crumb");
  if (look.compare.value !== null) return phrase("compare.differ");
  return layer === null ? phrase("guide.title") : titleOf(layer);
}

/** `CloseWatcher`, in browsers that report the back gesture to the page; TypeScript does not know it yet. */
interface Watcher {
  onclose: (() => void) | null;
  destroy(): void;
}

/** A phone's back gesture closes what is opened, where the browser reports the gesture without leaving the page. */
function closeOnBack(height: ReadonlySignal<Height>, close: () => void): Dispose {
  const { CloseWatcher } = window as { CloseWatcher?: new () => Watcher };
  if (CloseWatcher === undefined || !matchMedia("(pointer: coarse)").matches) return () => {};
  let watcher: Watcher | null = null;
  /** The Escape key calls the watcher too, after the page itself has handled the key. */
  let byKey = false;
  const follow = () => {
    const isHigh = height.peek() !== "peek";
    if (isHigh && watcher === null) {
      watcher = new CloseWatcher();
      watcher.onclose = () => {
        watcher = null;
        if (!byKey) close();
        follow();
      };
    } else if (!isHigh) {
      watcher?.destroy();
      watcher = null;
    }
  };
  return endAll(
    effect(() => {
      height.value;
      follow();
    }),
    listen(
      window,
      {
        keydown: ({ key }) => {
          byKey = key === "Escape";
        },
        keyup: () => {
          byKey = false;
        },
      },
      { capture: true },
    ),
    () => watcher?.destroy(),
  );
}
