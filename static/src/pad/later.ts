/** Panels of the pad whose scripts the first view has no use for. */
import { effect, signal } from "@preact/signals-core";
import { need } from "../dom/element.ts";
import { listen } from "../events/listen.ts";
import type { Lab } from "../state/lab.ts";
import { mountLater } from "../state/later.ts";
import { type Dispose, endAll } from "../state/slice.ts";
import { phrase, withItsWords } from "../words/phrases.ts";

export function mountPreprocessingLater(host: HTMLElement, lab: Lab): Dispose {
  const load = async () => {
    const { mountPreprocessing } = await panels();
    return () => mountPreprocessing(host, lab);
  };
  const asked = () => (lab.look.panel.value === "sees" ? "sees" : null);
  return mountLater(lab, { load, asked, fail: () => fail(lab) });
}

/** It comes with the first drawing, or as soon as the keyboard gets to the pad. */
export function mountKeyboardPenLater(
  pad: HTMLElement,
  cursor: HTMLElement,
  spoken: HTMLElement,
  lab: Lab,
): Dispose {
  const focused = signal(false);
  const load = async () => {
    const { mountKeyboardPen } = await panels();
    return () => mountKeyboardPen(pad, cursor, spoken, lab);
  };
  const see = (there: boolean) => () => {
    focused.value = there;
  };
  return endAll(
    listen(pad, { focus: see(true), blur: see(false) }),
    mountLater(lab, { load, asked: () => focused.value || null, fail: () => fail(lab) }),
  );
}

/** The trace opens at once, with its slider; its graph and its sentence come later. The keyboard goes `back` from it. */
export function mountPenTraceLater(
  host: HTMLElement,
  opener: HTMLElement,
  back: HTMLElement,
  lab: Lab,
): Dispose {
  const load = async () => {
    const { mountPenTrace, followPen } = await panels();
    return () => endAll(mountPenTrace(host, back, lab), followPen(lab));
  };
  const asked = () => (lab.trace.open.value ? "trace" : null);
  const open = () => {
    lab.trace.openTrace(true);
    need("input", host).focus();
  };
  return endAll(
    listen(opener, { click: open }),
    effect(() => {
      host.hidden = !lab.trace.open.value;
      opener.setAttribute("aria-expanded", String(lab.trace.open.value));
    }),
    mountLater(lab, { load, asked, fail: () => fail(lab) }),
  );
}

/** Pressed before it is there, it opens as soon as it is. */
export function mountPixelEditorLater(host: HTMLElement, enter: HTMLElement, lab: Lab): Dispose {
  const wanted = signal(false);
  const load = async () => {
    const { mountPixelEditor } = await panels();
    return () => {
      const end = mountPixelEditor(host, lab);
      if (wanted.peek()) enter.click();
      return end;
    };
  };
  const press = () => {
    wanted.value = true;
  };
  const failed = () => {
    wanted.value = false; // pressing again tries again
    fail(lab);
  };
  const asked = () => (wanted.value || lab.ink.pixels.value !== null ? "pixels" : null);
  return endAll(listen(enter, { click: press }), mountLater(lab, { load, asked, fail: failed }));
}

/** "Another sample" is heard at once, and drawn when the styles are there. */
export function mountStylesLater(
  host: HTMLElement,
  digits: HTMLElement,
  another: HTMLElement,
  lab: Lab,
): Dispose {
  const digit = signal<{ label: string | undefined } | null>(null);
  const presses = signal(0);
  const load = async () => {
    const { mountStyles } = await panels();
    return () => mountStyles(host, { digit, another: presses }, lab);
  };
  const asked = () => (lab.look.panel.value === "styles" ? "styles" : presses.value || null);
  const choose = ({ target }: Event) => {
    const button = (target as Element).closest<HTMLElement>("[data-sample]");
    if (button !== null) digit.value = { label: button.dataset.sample };
  };
  const press = () => {
    presses.value += 1;
  };
  return endAll(
    listen(digits, { click: choose }),
    listen(another, { click: press }),
    mountLater(lab, { load, asked, fail: () => fail(lab) }),
  );
}

const panels = () => withItsWords(() => import("./panels.ts"));

function fail(lab: Lab): void {
  lab.session.notify(phrase("page.failed"));
}
