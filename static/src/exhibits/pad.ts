/** A small pad on an exhibit's page: the visitor's drawing, by hand, by keys, or one of ten samples. */
import { effect } from "@preact/signals-core";
import { writeDrawing } from "../address/ink-as-text.ts";
import { need, say } from "../dom/element.ts";
import { followHold } from "../dom/hold.ts";
import { listen } from "../events/listen.ts";
import { BRUSH } from "../ink/ink.ts";
import { SAMPLES } from "../ink/samples.ts";
import type { Point } from "../ink/strokes.ts";
import { paintInk } from "../pad/ink-painting.ts";
import { moved } from "../pad/keyboard-pen.ts";
import { phrase } from "../words/phrases.ts";
import type { ExhibitDrawing, Shown } from "./drawn.ts";
import { watchTheme } from "./theme.ts";

/** Mounts the pad of a page, if it has one; a drawing that came with a link is added to every link to the lab or an exhibit. Returns what ends it. */
export function mountPad(page: HTMLElement, drawn: ExhibitDrawing): () => void {
  const host = need("[data-part=drawing]", page);
  const canvas = need<HTMLCanvasElement>("canvas", host);
  const { theme, end: endTheme } = watchTheme();
  const ended = [
    endTheme,
    followPen(canvas, drawn),
    followKeys(canvas, need("[data-part=pen]", host), drawn),
    listen(host, { click: ({ target }) => press(host, target as Element, drawn) }),
    effect(() => {
      theme.value;
      paint(canvas, drawn);
    }),
    effect(() => tell(page, host, drawn)),
  ];
  const watching = new ResizeObserver(() => paint(canvas, drawn));
  watching.observe(canvas);
  return () => {
    watching.disconnect();
    for (const end of ended) end();
  };
}

function tell(page: HTMLElement, host: HTMLElement, drawn: ExhibitDrawing): void {
  const { source, history, picture } = drawn.ink.value;
  const problem = drawn.problem.value;
  const whose = need("[data-part=whose]", host);
  say(
    whose,
    problem === ""
      ? phrase(`exhibits.drawing.${source}`)
      : phrase("exhibits.drawing.failed", { reason: problem }),
  );
  whose.toggleAttribute("data-failed", problem !== "");
  const canUndo = history.past.length > 0;
  need<HTMLButtonElement>("[data-act=undo]", host).disabled = !canUndo;
  const isBlank = history.drawing.length === 0 && picture === null;
  need<HTMLButtonElement>("[data-act=clear]", host).disabled = isBlank;
  need<HTMLButtonElement>("[data-act=link]", host).disabled =
    history.drawing.length === 0 || picture !== null;
  takeAlong(page, drawn.ink.value);
}

/** A drawing from a link is added to every link; a sample only to links to the lab, which has the visitor's own drawing already. */
export function takeAlong(page: HTMLElement, { source, history }: Shown): void {
  const lab = new URL(document.documentElement.dataset.root ?? ".", document.baseURI).pathname;
  const sample = source === "sample" ? `d=${writeDrawing(history.drawing)}` : "";
  for (const link of page.querySelectorAll<HTMLAnchorElement>("a[href]:not([href^='#'])")) {
    if (source === "link") link.hash = location.hash;
    else link.hash = link.pathname === lab ? sample : "";
  }
}

/** The page as it is, with the drawing in its link. Where the clipboard is forbidden the address has it. */
async function copyLink(drawn: ExhibitDrawing, whose: HTMLElement): Promise<void> {
  const link = new URL(location.href);
  link.hash = `d=${writeDrawing(drawn.ink.peek().history.drawing)}`;
  try {
    await navigator.clipboard.writeText(link.href);
    say(whose, phrase("exhibits.drawing.copied"));
  } catch {
    globalThis.history.replaceState(globalThis.history.state, "", link);
    say(whose, phrase("exhibits.drawing.in-address"));
  }
}

function press(host: HTMLElement, target: Element, drawn: ExhibitDrawing): void {
  const { act, sample } = target.closest("button")?.dataset ?? {};
  if (act === "undo" || act === "clear") drawn.change({ type: act });
  if (act === "link") void copyLink(drawn, need("[data-part=whose]", host));
  const drawing = SAMPLES.get(sample ?? "");
  if (drawing !== undefined) drawn.change({ type: "replace", drawing });
}

function paint(canvas: HTMLCanvasElement, drawn: ExhibitDrawing): void {
  const { history, picture, source } = drawn.ink.value;
  const side = Math.round(canvas.clientWidth * devicePixelRatio);
  if (side === 0) return;
  if (canvas.width !== side) canvas.width = canvas.height = side;
  const context = canvas.getContext("2d");
  if (context !== null)
    paintInk(canvas, context, { drawing: history.drawing, picture }, source === "sample");
}

function followPen(canvas: HTMLCanvasElement, drawn: ExhibitDrawing): () => void {
  const places = (events: readonly PointerEvent[]): Point[] => {
    const { left, top, width } = canvas.getBoundingClientRect();
    return events.map(({ clientX, clientY }) => [
      (clientX - left) / width,
      (clientY - top) / width,
    ]);
  };
  return followHold(canvas, {
    press: (event) => {
      for (const point of places([event])) drawn.change({ type: "begin", point, width: BRUSH });
    },
    move: (events) => drawn.change({ type: "extend", points: places(events) }),
    release: () => {},
    takeBack: () => drawn.change({ type: "undo" }),
  });
}

/** Arrows move the pen, Space or Enter puts it down and lifts it, as in the lab. */
function followKeys(canvas: HTMLElement, cursor: HTMLElement, drawn: ExhibitDrawing): () => void {
  let at: Point = [0.5, 0.5];
  let isDown = false;
  const show = () => {
    cursor.style.left = `${100 * at[0]}%`;
    cursor.style.top = `${100 * at[1]}%`;
    cursor.classList.toggle("down", isDown);
  };
  return listen(canvas, {
    focus: () => {
      cursor.hidden = !canvas.matches(":focus-visible");
      show();
    },
    blur: () => {
      cursor.hidden = true;
      isDown = false;
    },
    keydown: (event) => {
      const { key } = event;
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (/^Arrow/.test(key)) {
        at = moved(at, [key], event.shiftKey);
        if (isDown) drawn.change({ type: "extend", points: [at] });
      } else if (key === " " || key === "Enter") {
        isDown = !isDown;
        if (isDown) drawn.change({ type: "begin", point: at, width: BRUSH });
      } else return;
      cursor.hidden = false;
      show();
      event.preventDefault();
    },
  });
}
