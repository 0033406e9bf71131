import { scaleOf } from "../dom/palette.ts";
import type { Scale } from "../math/colour.ts";
import { peak, type Tensor } from "../math/tensor.ts";
import { convolutionOf, isFirstClasses, type Layer } from "../network/network.ts";
import type { Reading } from "../network/reading.ts";
import { GUESSES } from "../state/covers.ts";
import type { Lab } from "../state/lab.ts";
import type { LayerPanels } from "./layer-panels.ts";

/** The part of a layer's values that is shown now; `named`: its units have names, and those without a value yet are left out. */
export type Filling = (layer: string, tensor: Tensor, named: boolean) => Tensor;

/** Paints the layers' values and kernels in the colours of the theme. */
export class Painting {
  readonly #host: HTMLElement;
  readonly #lab: Lab;
  readonly #panels: () => LayerPanels;
  #filling: Filling = (_, tensor) => tensor;
  #scale: Scale | null = null;

  constructor(host: HTMLElement, lab: Lab, panels: () => LayerPanels) {
    this.#host = host;
    this.#lab = lab;
    this.#panels = panels;
  }

  /** Paints what a film shows of the values from now on. */
  fillBy(filling: Filling): void {
    this.#filling = filling;
  }

  /** Paints one layer alone, as a film does in each frame. */
  paintOne(name: string): void {
    const { reader } = this.#lab;
    const shown = reader.placed.peek().some((each) => each.name === name && !each.hidden);
    if (!shown || reader.inSpace.peek()) return;
    const tensor = reader.tensorOf(name) ?? null;
    const isForAll = this.#lab.look.scope.peek() === "network";
    this.#paintLayer(name, tensor, isForAll ? this.#largest() : 0);
  }

  paintAll(): void {
    this.paintValues();
    this.paintKernels();
  }

  /** Paints all in the colours that hold now. */
  recolour(): void {
    this.#scale = null;
    this.paintAll();
  }

  /** Paints the reading, and reports that it is painted: the next one may come. */
  paintValues(): void {
    const { reader } = this.#lab;
    if (reader.inSpace.peek()) return;
    const reading = reader.reading.peek();
    this.#showCovers();
    const placed = reader.placed.peek().filter(({ hidden }) => !hidden);
    const largest = this.#largest();
    for (const { name } of placed) this.#paintLayer(name, reader.tensorOf(name) ?? null, largest);
    if (reading !== null) reader.finishPainting(reading.seq);
  }

  paintKernels(): void {
    const { weights, network } = this.#lab.reader;
    const known = network.peek();
    if (known === null) return;
    for (const [name, { picture }] of this.#panels()) {
      const convolution = convolutionOf(known.layer.get(name) as Layer, known);
      const kernels = weights.peek()?.get(`${convolution?.name}.weight`)?.values ?? null;
      picture.paintKernels(kernels, this.#colours());
    }
  }

  /** The peak of all layers that are shown. */
  #largest(): number {
    const { look, reader } = this.#lab;
    const shown = look.shown.peek();
    return Math.max(0, ...shown.map((name) => peakOrZero(reader.tensorOf(name) ?? null)));
  }

  /** Marks the layers that are covered, and those that the forward pass has not reached. */
  #showCovers(): void {
    const { lecture, forward } = this.#lab;
    for (const [name, { section, picture }] of this.#panels()) {
      const covered = lecture.isCovered(name);
      section.classList.toggle("covered", covered);
      section.classList.toggle("unread", !forward.hasReached(name));
      picture.cover(covered);
    }
  }

  /** `largest`: the peak of all layers that are shown. */
  #paintLayer(name: string, tensor: Tensor | null, largest: number): void {
    const { reader, look } = this.#lab;
    const scope = look.scope.peek();
    const ends = { map: null, layer: peakOrZero(tensor), network: largest }[scope];
    const network = reader.network.peek();
    const there = tensor && this.#filling(name, tensor, network?.names.has(name) === true);
    // While the layer fills, no unit is marked as a guess.
    const isGuessed = network !== null && isFirstClasses(network, name);
    const reading =
      isGuessed && there?.values.length === tensor?.values.length ? this.#guessed() : null;
    this.#panels()
      .get(name)
      ?.picture.paint({
        tensor: there,
        scale: this.#colours(),
        peakShown: ends,
        guesses: reading && [reading.firstGuess, reading.secondGuess],
        chances: reading?.probabilities ?? null,
      });
  }

  /** The reading whose guesses may be seen; none of a blank pad, of steps that have not come to the end, or where they are covered. */
  #guessed(): Reading | null {
    const { reader, forward, lecture } = this.#lab;
    const reading = reader.reading.peek();
    const known = forward.atEnd.peek() && !lecture.isCovered(GUESSES);
    return known && reading?.blank === false ? reading : null;
  }

  #colours(): Scale {
    this.#scale ??= scaleOf(this.#host);
    return this.#scale;
  }
}

function peakOrZero(tensor: Tensor | null): number {
  return tensor === null ? 0 : peak(tensor);
}
