/** What outlives a reload: the drawing and the theme in local storage, the hidden layers in the address. */
import type { Drawing, Point, Stroke } from "./drawing/strokes.ts";
import type { Theme } from "./store.ts";

const DRAWING = "inkling.drawing.1";
const THEME = "inkling.theme";

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

/** The address with these layers hidden. */
export function withHidden(address: URL, hidden: ReadonlySet<string>): URL {
  const next = new URL(address);
  next.searchParams.delete("hide");
  const rest = next.searchParams.toString();
  // By hand: URLSearchParams would write the commas as %2C.
  const hide = hidden.size > 0 ? `hide=${[...hidden].join(",")}` : "";
  next.search = [rest, hide].filter(Boolean).join("&");
  return next;
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
