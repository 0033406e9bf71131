/** Default values, as `models/_boxes.py` has them: the least score of a box, and the overlap from which on boxes of a label are one. */
export const THRESHOLD = 0.3;
export const OVERLAP = 0.4;

/** What the maps of boxes stand for, in front of those of their labels; "there": how sure it is that something is. */
export const BOX_PLANES = ["x", "y", "width", "height", "there"] as const;
