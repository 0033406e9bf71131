/** Exhibit: choose an approach. Four cases or one's own, eight slots each, and what the course chooses and why. */
import { effect } from "@preact/signals-core";
import { download } from "../dom/download.ts";
import { make, need, say } from "../dom/element.ts";
import { textOf } from "../dom/read-text.ts";
import { listen } from "../events/listen.ts";
import { phrase } from "../words/phrases.ts";
import { type Condition, SLOTS, shared } from "./approach.ts";
import { type Case, CasesError, casesIn } from "./cases.ts";
import { fileName, NAMES, nameOfSlot, part } from "./choice-words.ts";
import { mountQuestion } from "./question.ts";
import { mountRemote } from "./remote.ts";
import { mountSlots } from "./slots.ts";
import { mountTray } from "./tray.ts";
import type { WallSteps } from "./wall.ts";
import { changeCases, keepWorksheet, type Worksheet, worksheetIn } from "./worksheet.ts";

/** What the server gives: the file of cases, and the number of parameters of VGG-16 for a sentence. */
export interface Given {
  readonly cases: string;
  readonly vgg: number;
}

const KEPT = "inkling.cases";

/** Mounts the exhibit on its host; a file of cases is kept in `storage`. Returns what ends it. */
export function mountChoice(host: HTMLElement, given: Given, storage: Storage | null): () => void {
  const names = NAMES();
  const usual = casesIn(given.cases, names);
  const link = new URL(location.href).searchParams;
  const sheet = worksheetIn(link, usual, keptCases(storage));
  const ended = [
    mountQuestion(host, sheet.said),
    mountRemote(host, sheet.said, stepsThrough(sheet, need(".case", host))),
    mountCases(host, sheet),
    mountSlots(host, sheet, given.vgg),
    mountTray(host, sheet),
    mountActs(host, sheet),
    mountOwn(host, sheet, { usual, text: given.cases, storage }),
    effect(() => keepWorksheet(sheet)),
  ];
  if (link.get("cases") === "own" && !sheet.areOwn.value)
    say(need("[data-part=own-told]", host), phrase("exhibits.choice.own.missing"));
  return () => {
    for (const end of ended) end();
  };
}

/** The steps of a presenter remote: a case, the course's choices for it, the next case. */
function stepsThrough({ at, cases, compared, compare }: Worksheet, shown: HTMLElement): WallSteps {
  let isThere = false;
  const look = () => {
    isThere = true;
    shown.scrollIntoView({ block: "start" });
    return true;
  };
  return {
    next(): boolean {
      if (!isThere) return look();
      if (!compared.value.has(at.value)) compare(true);
      else if (at.value + 1 < cases.value.length) at.value += 1;
      else return false;
      return look();
    },
    back(): boolean {
      if (!isThere) return false;
      if (compared.value.has(at.value)) compare(false);
      else if (at.value > 0) at.value -= 1;
      else {
        isThere = false;
        scrollTo({ top: 0 });
      }
      return true;
    },
  };
}

/** One button a case, and the text of the one that is here. */
function mountCases(host: HTMLElement, { cases, at, here }: Worksheet): () => void {
  const row = need("[data-part=cases]", host);
  const ended = [
    listen(row, {
      click: ({ target }) => {
        const button = (target as Element).closest<HTMLElement>("[data-case]");
        if (button !== null) at.value = Number(button.dataset.case);
      },
    }),
    effect(() => {
      const buttons = cases.value.map(({ title }, i) =>
        make("button", { type: "button", "data-case": String(i), text: title }),
      );
      row.replaceChildren(...buttons);
      // `peek`, so that choosing a case does not make new buttons.
      for (const each of buttons)
        each.setAttribute("aria-pressed", String(each.dataset.case === String(at.peek())));
    }),
    effect(() => {
      const { title, text, conditions } = here.value;
      for (const each of row.querySelectorAll<HTMLElement>("[data-case]"))
        each.setAttribute("aria-pressed", String(each.dataset.case === String(at.value)));
      say(need("[data-part=title]", host), title);
      say(need("[data-part=text]", host), text);
      say(need("[data-part=conditions]", host), givenIn(conditions));
    }),
  ];
  return () => {
    for (const end of ended) end();
  };
}

function givenIn(conditions: readonly Condition[]): string {
  if (conditions.length === 0) return "";
  const words = conditions.map((each) => phrase(part(`condition.${each}`)));
  return phrase("exhibits.choice.conditions", { conditions: words.join(", ") });
}

function mountActs(host: HTMLElement, sheet: Worksheet): () => void {
  const [compare, clear] = [need("[data-act=compare]", host), need("[data-act=clear]", host)];
  const isShown = () => sheet.compared.value.has(sheet.at.value);
  const ended = [
    listen(compare, { click: () => sheet.compare(!isShown()) }),
    listen(clear, {
      click: () => {
        sheet.clear();
        need("[data-part=slots] button", host).focus();
      },
    }),
    effect(() => {
      say(compare, phrase(isShown() ? "exhibits.choice.hide" : "exhibits.choice.compare"));
      clear.hidden = Object.keys(sheet.mine.value).length === 0;
      const [count, all] = shared(sheet.mine.value, sheet.here.value.course);
      const sentence = isShown() ? phrase("exhibits.choice.shared", { count, all }) : "";
      say(need("[data-part=shared]", host), sentence);
    }),
  ];
  return () => {
    for (const end of ended) end();
  };
}

// --- cases of one's own --------------------------------------------------------------------------

interface Usual {
  readonly usual: readonly Case[];
  readonly text: string;
  readonly storage: Storage | null;
}

/** The cases of the file that this device keeps, null where there is none that can be read. */
function keptCases(storage: Storage | null): readonly Case[] | null {
  try {
    const text = storage?.getItem(KEPT) ?? null;
    return text === null ? null : casesIn(text, NAMES());
  } catch {
    return null;
  }
}

function mountOwn(host: HTMLElement, sheet: Worksheet, { usual, text, storage }: Usual) {
  const ownPart = need("[data-part=own]", host);
  const [status, file] = [
    need("[data-part=own-told]", ownPart),
    need<HTMLInputElement>("input", ownPart),
  ];
  const back = need("[data-act=back]", ownPart);
  const load = async (chosen: File) => {
    try {
      const given = await textOf(chosen);
      const cases = casesIn(given, NAMES());
      keepText(storage, given);
      changeCases(sheet, cases, true);
      say(status, phrase("exhibits.choice.own.loaded", { count: cases.length }));
    } catch (error) {
      if (!(error instanceof CasesError)) throw error;
      say(status, sentenceOf(error));
    }
  };
  const ended = [
    listen(need("[data-act=load]", ownPart), { click: () => file.click() }),
    listen(file, {
      change: () => {
        const [chosen] = file.files ?? [];
        file.value = "";
        if (chosen !== undefined) void load(chosen);
      },
    }),
    listen(need("[data-act=example]", ownPart), {
      click: () => download(new Blob([text], { type: "text/plain" }), "inkling-cases.txt"),
    }),
    listen(back, {
      click: () => {
        changeCases(sheet, usual, false);
        say(status, "");
        need("[data-act=load]", ownPart).focus();
      },
    }),
    effect(() => {
      back.hidden = !sheet.areOwn.value;
    }),
  ];
  return () => {
    for (const end of ended) end();
  };
}

/** Without storage the cases last until the page is left. */
function keepText(storage: Storage | null, text: string): void {
  try {
    storage?.setItem(KEPT, text);
  } catch {
    // full, or forbidden
  }
}

function sentenceOf({ problem, line, words }: CasesError): string {
  const conditions = (["phone", "server", "live", "colour"] as const).map((each) =>
    phrase(part(`condition.${each}`)),
  );
  const slots = SLOTS.map((slot) => fileName(slot) || nameOfSlot(slot));
  return phrase(part(`wrong.${problem}`), {
    ...{ line, words, slots: slots.join(", "), conditions: conditions.join(", ") },
  });
}
