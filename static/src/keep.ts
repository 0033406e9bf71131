/** What outlives a reload: drawing, picture and theme in local storage, what is shown in the address. */
import type { Drawing, Point, Stroke } from "./drawing/strokes.ts";
import { STEP_TITLES, type Step } from "./math/steps.ts";
import { PANELS, type Panel, PICTURE_SIDE, type Theme } from "./store.ts";
import { fromBase64, toBase64 } from "./wire/bytes.ts";

const DRAWING = "inkling.drawing.1";
const PICTURE = "inkling.picture.1";
const THEME = "inkling.theme";
const DEVICE = "inkling.device";

/** The drawing of the last visit; null if there was none. */
export function loadDrawing(storage: Storage | null): Drawing | null {
  const text = read(storage, DRAWING);
  if (text === null) return null;
  try {
    const strokes: unknown = JSON.parse(text);
    return Array.isArray(strokes) && strokes.every(isStroke) ? strokes : [];
  } catch {
    return []; // damaged, or another version's: a blank pad is a fair start
  }
}

export function saveDrawing(storage: Storage | null, drawing: Drawing): void {
  write(storage, DRAWING, JSON.stringify(drawing));
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

export function savePicture(storage: Storage | null, ink: Uint8Array | null): void {
  write(storage, PICTURE, ink === null ? "" : toBase64(ink));
}

export function loadTheme(storage: Storage | null): Theme | null {
  const theme = read(storage, THEME);
  return theme === "light" || theme === "dark" ? theme : null;
}

export function saveTheme(storage: Storage | null, theme: Theme): void {
  write(storage, THEME, theme);
}

/** Layers hidden in an address: `?hide=conv2,pool2`. */
export function hiddenIn(address: URL): Set<string> {
  const names = address.searchParams.get("hide")?.split(",") ?? [];
  return new Set(names.filter((name) => /^[a-z0-9_-]{1,64}$/.test(name)));
}

/** The panel that an address opens: `?open=sees`. */
export function panelIn(address: URL): Panel | null {
  const name = address.searchParams.get("open");
  return PANELS.find((panel) => panel === name) ?? null;
}

/** Steps of preprocessing switched off in an address: `?without=centre,scale`. */
export function withoutIn(address: URL): Set<Step> {
  const names = address.searchParams.get("without")?.split(",") ?? [];
  const steps = Object.keys(STEP_TITLES) as Step[];
  return new Set(steps.filter((step) => names.includes(step)));
}

/** What of the page's state the address holds. */
export interface Shared {
  readonly hidden: ReadonlySet<string>;
  readonly panel: Panel | null;
  readonly without: ReadonlySet<Step>;
}

/** The address that opens the page in this state; the rest of it is left as it is. */
export function withState(address: URL, { hidden, panel, without }: Shared): URL {
  const next = new URL(address);
  // By hand: URLSearchParams would write the commas as %2C.
  const own = { hide: [...hidden].join(","), open: panel ?? "", without: [...without].join(",") };
  for (const name of Object.keys(own)) next.searchParams.delete(name);
  const parts = Object.entries(own).map(([name, value]) =>
    value === "" ? "" : `${name}=${value}`,
  );
  next.search = [next.searchParams.toString(), ...parts].filter(Boolean).join("&");
  return next;
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

function isStroke(value: unknown): value is Stroke {
  const stroke = value as Partial<Stroke> | null;
  return (
    typeof stroke === "object" &&
    stroke !== null &&
    typeof stroke.width === "number" &&
    stroke.width > 0 &&
    stroke.width < 1 &&
    Array.isArray(stroke.points) &&
    stroke.points.every(isPoint)
  );
}

function isPoint(value: unknown): value is Point {
  return Array.isArray(value) && value.length === 2 && value.every(Number.isFinite);
}

/** Storage may be forbidden or full; the page works without it. */
function read(storage: Storage | null, key: string): string | null {
  try {
    return storage?.getItem(key) ?? null;
  } catch {
    return null;
  }
}

function write(storage: Storage | null, key: string, value: string): void {
  try {
    storage?.setItem(key, value);
  } catch {
    // Nothing to mend: the drawing is still on the page.
  }
}
