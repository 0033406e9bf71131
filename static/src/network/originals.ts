/** The published network whose style a network follows, as `static/exhibits/history.json` has it. */

export interface Original {
  readonly name: string;
  readonly year: number;
  readonly depth: number;
  readonly parameters: number;
  readonly multiply_adds?: number;
  /** Which of these numbers were counted from the layers that the paper describes. */
  readonly counted: readonly string[];
  /** Of its input: pixels along a side, and 3 where it has colours. */
  readonly side: number;
  readonly colours: number;
  readonly classes: number;
  /** Training images, and what they are called. */
  readonly images: number;
  readonly data: string;
  /** The paper. */
  readonly from: string;
}

type Listed = Omit<Original, "from"> & {
  readonly source: string;
  readonly ours?: readonly string[];
};

export interface Originals {
  readonly sources: Readonly<Record<string, string>>;
  readonly networks: readonly Partial<Listed>[];
  readonly twins: readonly Partial<Listed>[];
}

/** The original of one of our networks, by our name of it; null where there is none. */
export function originalOf({ networks, twins, sources }: Originals, name: string): Original | null {
  const found = [...networks, ...twins].find(({ ours }) => ours?.includes(name)) as
    | Listed
    | undefined;
  return found === undefined ? null : { ...found, from: sources[found.source] ?? "" };
}

/** What a whole card says of the drawings that a network learned from. */
export interface Learned {
  readonly data?: {
    readonly mnist: { readonly training_images: number };
    readonly strokes: { readonly training_drawings: number };
  } | null;
  readonly recipe?: { readonly epochs?: number; readonly generated?: number };
}

/** Drawings of one round of training, scanned, drawn by pen and made up; null where the card does not say. */
export function imagesOf(card: Learned | null): number | null {
  const made = card?.recipe?.generated ?? 0;
  const found = card?.data
    ? card.data.mnist.training_images + card.data.strokes.training_drawings
    : 0;
  return made + found === 0 ? null : made + found;
}
