/** What outlives a visit in local storage: drawing, picture, theme, lesson, and whether letters are keys. */

import { listen } from "../events/listen.ts";
import { asPen, BRUSH, PICTURE_SIDE } from "../ink/ink.ts";
import { type Drawing, isPlace, type Stroke } from "../ink/strokes.ts";
import { type LessonStep, type LessonValues, MOST_NOTES, MOST_QUESTION } from "../state/lesson.ts";
import type { Theme } from "../state/session.ts";
import { fromBase64, toBase64 } from "../wire/bytes.ts";

const DRAWING = "inkling.drawing.1";
const PICTURE = "inkling.picture.1";
const THEME = "inkling.theme";
const CHARACTER_KEYS = "inkling.character-keys";
const LESSON = "inkling.lesson.1";
const LESSON_LEADS = "inkling.lesson-leads";
const LESSON_POSITION = "inkling.lesson-place";
const WALL = "inkling.wall";
const DEVICE = "inkling.device";
const VISITED = "inkling.visited";
const RUN = "inkling.run";

/** The drawing of the last visit; null if there was none. */
export function loadDrawing(storage: Storage | null): Drawing | null {
  const text = read(storage, DRAWING);
  if (text === null) return null;
  try {
    const strokes: unknown = JSON.parse(text);
    return Array.isArray(strokes) ? strokes.flatMap(strokeIn) : [];
  } catch {
    return []; // damaged, or another version's: a blank pad is a fair start
  }
}

/** Whether it could be kept. */
export function saveDrawing(storage: Storage | null, drawing: Drawing): boolean {
  return write(storage, DRAWING, JSON.stringify(drawing));
}

/** The picture's ink of the last visit, if that was what was read. */
export function loadPicture(storage: Storage | null): Uint8Array | null {
  try {
    const ink = fromBase64(read(storage, PICTURE) ?? "");
    return ink.length === PICTURE_SIDE ** 2 ? ink : null;
  } catch {
    return null; // damaged
  }
}

/** Whether it could be kept. */
export function savePicture(storage: Storage | null, ink: Uint8Array | null): boolean {
  return write(storage, PICTURE, ink === null ? "" : toBase64(ink));
}

/** Whether this is the first visit on this device, which is remembered from now on. False where it cannot be remembered. */
export function isFirstVisit(storage: Storage | null): boolean {
  if (read(storage, VISITED) !== null) return false;
  write(storage, VISITED, "yes");
  return read(storage, VISITED) === "yes";
}

export function loadTheme(storage: Storage | null): Theme | null {
  const theme = read(storage, THEME);
  return theme === "light" || theme === "dark" ? theme : null;
}

export function saveTheme(storage: Storage | null, theme: Theme): void {
  write(storage, THEME, theme);
}

/** The device's own colours again. */
export function forgetTheme(storage: Storage | null): void {
  try {
    storage?.removeItem(THEME);
  } catch {
    // Not an error: the next press chooses it again.
  }
}

/** Letters, digits and signs act as keys until somebody switches them off on this device. */
export function loadCharacterKeys(storage: Storage | null): boolean {
  return read(storage, CHARACTER_KEYS) !== "off";
}

export function saveCharacterKeys(storage: Storage | null, on: boolean): void {
  write(storage, CHARACTER_KEYS, on ? "on" : "off");
}

/** The lesson of the last visit; none where it is damaged. */
export function loadLesson(storage: Storage | null): readonly LessonStep[] {
  try {
    const steps: unknown = JSON.parse(read(storage, LESSON) ?? "[]");
    return Array.isArray(steps) ? steps.filter(isLessonStep).map(withWords) : [];
  } catch {
    return [];
  }
}

/** Whether it could be kept. */
export function saveLesson(storage: Storage | null, steps: readonly LessonStep[]): boolean {
  return write(storage, LESSON, JSON.stringify(steps));
}

/** Calls `act` with the lesson when another tab has changed it. */
export function onLesson(storage: Storage | null, act: (steps: readonly LessonStep[]) => void) {
  const changed = ({ key }: StorageEvent) => {
    if (key === LESSON) act(loadLesson(storage));
  };
  return listen(window, { storage: changed });
}

/** The screen at which a tab's lesson stands, from 0: of a tab that is loaded again, or that the lesson itself has sent to this page; else null. `storage`: of the tab. */
export function loadLessonPosition(storage: Storage | null): number | null {
  const [, position] = /^(\d{1,3})$/.exec(read(storage, LESSON_POSITION) ?? "") ?? [];
  const [navigation] = performance.getEntriesByType?.("navigation") ?? [];
  const again = (navigation as PerformanceNavigationTiming | undefined)?.type !== "navigate";
  const isLed = read(storage, LESSON_LEADS) === location.href;
  write(storage, LESSON_LEADS, "");
  return position !== undefined && (again || isLed) ? Number(position) : null;
}

/** A step of the lesson is another page: goes there, in this page's language, and the lesson goes on there. */
export function leadLesson(storage: Storage | null, position: number, address: URL): void {
  const language = new URLSearchParams(location.search).get("lang");
  const to = new URL(address);
  if (language !== null) to.searchParams.set("lang", language);
  saveLessonPosition(storage, position);
  write(storage, LESSON_LEADS, to.href);
  location.assign(to);
}

/** Question and notes are optional: older versions had none. What is no text, or too long, is left out; the screen stays. */
function withWords({ title, link, question, notes }: LessonStep): LessonStep {
  const fits = (text: unknown, most: number) =>
    typeof text === "string" && text !== "" && [...text].length <= most;
  return {
    title,
    link,
    ...(fits(question, MOST_QUESTION) && { question }),
    ...(fits(notes, MOST_NOTES) && { notes }),
  } as LessonStep;
}

/** The lesson as this tab shows it, and where in it the tab was. */
export function lessonOf(local: Storage | null, tab: Storage | null): Partial<LessonValues> {
  const [steps, at] = [loadLesson(local), loadLessonPosition(tab)];
  return { steps, at: at !== null && at <= steps.length && steps.length > 0 ? at : null };
}

export function saveLessonPosition(storage: Storage | null, position: number | null): void {
  write(storage, LESSON_POSITION, position === null ? "" : String(position));
}

/** A tab that has had a presenter window: the id that binds the two, and when the clock began. */
export interface Wall {
  readonly id: string;
  readonly since: number;
}

export function loadWall(tab: Storage | null): Wall | null {
  const [, id, since] = /^([a-f0-9]{16}) (\d{1,15})$/.exec(read(tab, WALL) ?? "") ?? [];
  return id === undefined ? null : { id, since: Number(since) };
}

export function saveWall(tab: Storage | null, { id, since }: Wall): void {
  write(tab, WALL, `${id} ${since}`);
}

/** A name for this browser, made up at random: the server counts its sockets, nothing else. */
export function deviceName(storage: Storage | null): string {
  const known = read(storage, DEVICE);
  if (known !== null && /^[a-f0-9]{32}$/.test(known)) return known;
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const name = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  write(storage, DEVICE, name);
  return name;
}

/** The key of the live run that this device began; null of another one. */
export function loadRunKey(storage: Storage | null, run: string): string | null {
  const [, name, key = null] =
    /^(run-[a-f0-9]{8}) ([\w-]{1,64})$/.exec(read(storage, RUN) ?? "") ?? [];
  return name === run ? key : null;
}

/** Whether it could be kept. */
export function saveRunKey(storage: Storage | null, run: string, key: string): boolean {
  return write(storage, RUN, `${run} ${key}`);
}

function isLessonStep(value: unknown): value is LessonStep {
  const step = value as Partial<LessonStep> | null;
  const { title, link } = step ?? {};
  const ours = typeof link === "string" && /^(exhibits\/[a-z]{1,20}|train)?([?#]|$)/.test(link);
  return typeof title === "string" && ours && isAddress(link);
}

function isAddress(link: string): boolean {
  try {
    return Boolean(new URL(link, location.href));
  } catch {
    return false;
  }
}

/** A stroke without its damaged parts: invalid points are left out, and then the times, too; no stroke where no point is left. */
function strokeIn(value: unknown): Stroke[] {
  const { points, width, times } = (value ?? {}) as Partial<Record<keyof Stroke, unknown>>;
  const whole: readonly unknown[] = Array.isArray(points) ? points : [];
  const kept = whole.filter(isPlace);
  if (kept.length === 0) return [];
  const wide = typeof width === "number" && width > 0 && width < 1 ? asPen(width) : BRUSH;
  const stroke = { points: kept, width: wide };
  // Older versions saved no times. If one of them is not a number, none is used.
  const timed =
    Array.isArray(times) && times.length === kept.length && kept.length === whole.length;
  return [timed && times.every(Number.isFinite) ? { ...stroke, times } : stroke];
}

/** Storage may be forbidden or full; the page works without it. */
function read(storage: Storage | null, key: string): string | null {
  try {
    return storage?.getItem(key) ?? null;
  } catch {
    return null;
  }
}

function write(storage: Storage | null, key: string, value: string): boolean {
  try {
    storage?.setItem(key, value);
    return storage !== null;
  } catch {
    return false; // it is still on the page, which says so
  }
}
