/** Controls of the page that a lesson may leave out. */
export const CONTROLS = [
  "tools",
  "samples",
  "pictures",
  "guesses",
  "panels",
  "visibility",
  "legend",
  "inspector",
  "trace",
  "steps",
  "space",
  "relu",
  "covers",
  "top",
] as const;

export type Control = (typeof CONTROLS)[number];
