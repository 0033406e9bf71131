/** The form of a run's settings: filled by a preset or by a run, read when a run is begun. */
import { need } from "../dom/element.ts";
import { listen } from "../events/listen.ts";
import type { RunSettings } from "../server/runs.ts";
import { isNumberField, numberIn, problemOf, writeNumber } from "./fields.ts";
import { keepSettings, settingsOf } from "./link.ts";
import { PRESETS, type Preset, presetOf, USUAL } from "./presets.ts";

type Field = HTMLInputElement | HTMLSelectElement;

const fieldsOf = (form: HTMLFormElement) =>
  [...form.querySelectorAll<Field>("[name]")].map((field) => [field.name, field] as const);

export function fill(form: HTMLFormElement, settings: RunSettings): void {
  const values = settings as unknown as Readonly<Record<string, unknown>>;
  for (const [name, field] of fieldsOf(form))
    if (field instanceof HTMLInputElement && field.type === "checkbox")
      field.checked = Boolean(values[name]);
    else if (field instanceof HTMLInputElement) {
      writeNumber(field, Number(values[name]));
      if (numberIn(field) === null) writeNumber(field, Number(USUAL[name as keyof RunSettings]));
    } else {
      field.value = String(values[name]);
      if (field.value === "") field.value = String(USUAL[name as keyof RunSettings]);
    }
  form.dispatchEvent(new Event("input"));
}

/** NaN for a field that cannot be read: no run has this value. */
export function settingsIn(form: HTMLFormElement): RunSettings {
  const given = fieldsOf(form).map(([name, field]) => [name, valueIn(field)]);
  return { ...USUAL, ...Object.fromEntries(given) };
}

function valueIn(field: Field): unknown {
  if (field instanceof HTMLSelectElement) return field.value;
  return field.type === "checkbox" ? field.checked : (numberIn(field) ?? Number.NaN);
}

/** Returns what ends it. */
export function mountForm(host: HTMLElement, begin: (settings: RunSettings) => void) {
  const form = formIn(host);
  const presets = need("[data-part=presets]", host);
  const mark = () => {
    const chosen = presetOf(settingsIn(form));
    for (const button of presets.querySelectorAll<HTMLElement>("[data-preset]"))
      button.setAttribute("aria-pressed", String(button.dataset.preset === chosen));
  };
  fill(form, settingsOf(new URLSearchParams(location.search)));
  mark();
  const ended = [
    listen(presets, {
      click: ({ target }) => {
        const { preset } = (target as Element).closest<HTMLElement>("[data-preset]")?.dataset ?? {};
        if (preset !== undefined) fill(form, PRESETS[preset as Preset]);
      },
    }),
    listen(form, {
      // Also what a script fills in says so.
      input: () => {
        mark();
        keepSettings(settingsIn(form));
      },
      submit: (event) => {
        event.preventDefault();
        const numbers = [...form.querySelectorAll("input")].filter(isNumberField);
        const problem = problemOf(numbers);
        tellProblem(form, problem);
        if (problem === "") begin(settingsIn(form));
      },
    }),
  ];
  return () => {
    for (const end of ended) end();
  };
}

export const formIn = (host: HTMLElement) => need<HTMLFormElement>("[data-part=form]", host);

export function tellProblem(form: HTMLFormElement, problem: string): void {
  const problemLine = need("[data-part=problem]", form);
  problemLine.textContent = problem;
  problemLine.hidden = problem === "";
}
