/** The time of day, and how long it has been since the clock began. */

const two = (number: number) => String(number).padStart(2, "0");

/** "7:05", from an hour on "1:02:09"; a wall whose clock is ahead begins at nothing. */
export function elapsed(since: number, now: number): string {
  const seconds = Math.max(0, Math.floor((now - since) / 1000));
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  const end = two(seconds % 60);
  return hours > 0 ? `${hours}:${two(minutes)}:${end}` : `${minutes}:${end}`;
}

/** As the language writes it: "14:05", "2:05 PM". */
export function timeOfDay(now: number, language: string): string {
  return new Intl.DateTimeFormat(language, { hour: "numeric", minute: "2-digit" }).format(now);
}
