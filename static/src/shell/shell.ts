/** What every page has around it: language, theme, keys, hints, status, and the panels of the drawer. */
import { effect } from "@preact/signals-core";
import { need } from "../dom/element.ts";
import type { Lab } from "../state/lab.ts";
import { type Dispose, endAll } from "../state/slice.ts";
import { saveCharacterKeys } from "../storage/local.ts";
import { showOnRoot } from "./attributes.ts";
import { mountDrawer } from "./drawer.ts";
import { mountGlossary } from "./glossary.ts";
import { mountHints } from "./hints.ts";
import { mountKeysLater } from "./keys-later.ts";
import { offerLanguages } from "./language.ts";
import { mountMenu } from "./menu.ts";
import { mountSkips } from "./skips.ts";
import { mountStatus } from "./status.ts";
import { wearTheme } from "./theme.ts";
import { takeDrawingAlong } from "./with-drawing.ts";

/** `root` gets the attributes that style sheets read; `addressNow` opens what is on the screen. */
export function mountShell(
  page: HTMLElement,
  root: HTMLElement,
  lab: Lab,
  storage: Storage | null,
  addressNow: () => URL,
): Dispose {
  const room = (name: string) => need(`[data-room="shell/${name}"]`, page);
  return endAll(
    mountSkips(page),
    takeDrawingAlong(),
    showOnRoot(root, lab),
    offerLanguages(page.ownerDocument, addressNow),
    wearTheme(need("[data-part=theme]", page), root, lab, storage),
    mountMenu(room("menu"), page, lab),
    mountDrawer(room("drawer"), need("[data-part=network]", page), lab),
    mountGlossary(room("glossary"), need("[data-part=open-menu]", page), lab),
    mountKeysLater(room("keys"), lab),
    effect(() => saveCharacterKeys(storage, lab.session.characterKeys.value)),
    mountStatus(page, lab),
    mountHints(page.ownerDocument, need(".hint-bubble", page)),
  );
}
