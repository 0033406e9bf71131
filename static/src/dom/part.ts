/** A part of a panel, which its panel shows and ends. */
export interface Part {
  readonly element: HTMLElement;
  end(): void;
}
