/** What stands in the gallery. */
import { ANSWERS } from "./gallery-answers.ts";
import type { GalleryCell } from "./gallery-cell.ts";
import { COURSE } from "./gallery-course.ts";
import { HALL } from "./gallery-hall.ts";
import { LAB } from "./gallery-lab.ts";
import { NARROW } from "./gallery-narrow.ts";
import { NETWORK_LISTS } from "./gallery-networks.ts";
import { PANELS } from "./gallery-panels.ts";
import { TRAINING } from "./gallery-training.ts";

export const CELLS: readonly GalleryCell[] = [
  ...LAB,
  ...PANELS,
  ...ANSWERS,
  ...NETWORK_LISTS,
  ...TRAINING,
  ...HALL,
  ...NARROW,
  ...COURSE,
];
