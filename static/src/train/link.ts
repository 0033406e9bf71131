/** A run's settings in the page's link: those that are not as usual. */
import { keepInLink } from "../exhibits/link.ts";
import type { RunSettings } from "../server/runs.ts";
import { USUAL } from "./presets.ts";

/** What is no setting, or cannot be read, is as usual. */
export function settingsOf(link: URLSearchParams): RunSettings {
  const given = Object.entries(USUAL).map(([name, usual]) => [name, read(link.get(name), usual)]);
  return Object.fromEntries(given);
}

function read(text: string | null, usual: unknown): unknown {
  if (text === null) return usual;
  if (typeof usual === "boolean") return text === "true";
  if (typeof usual === "string") return text;
  return text !== "" && Number.isFinite(Number(text)) ? Number(text) : usual;
}

export function keepSettings(settings: RunSettings): void {
  const values = Object.entries(settings) as [keyof RunSettings, unknown][];
  const known = values.filter(([, value]) => !Number.isNaN(value)); // a field that cannot be read
  keepInLink(Object.fromEntries(known.map(([name, value]) => [name, [value, USUAL[name]]])));
}
