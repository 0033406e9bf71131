/** Which chapters were done on this device. */
import { CHAPTERS, type Chapter } from "../state/look.ts";

const TICKS = "inkling.chapters";

/** None where storage is forbidden or what is there is damaged. */
export function loadTicks(storage: Storage | null): ReadonlySet<Chapter> {
  try {
    const names = (storage?.getItem(TICKS) ?? "").split(",");
    return new Set(CHAPTERS.filter((chapter) => names.includes(chapter)));
  } catch {
    return new Set();
  }
}

export function saveTicks(storage: Storage | null, ticks: ReadonlySet<Chapter>): void {
  try {
    storage?.setItem(TICKS, [...ticks].join(","));
  } catch {
    // Not an error: the ticks are still on the page.
  }
}
