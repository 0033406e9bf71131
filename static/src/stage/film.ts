/** The film of a step: its layer's lines come in, a window makes one map, the others fill. Nothing of the stage moves. */
import { computed, effect, untracked } from "@preact/signals-core";
import { make } from "../dom/element.ts";
import { positionIn } from "../math/shape.ts";
import { filledMaps, planes, type Tensor, valueAt } from "../math/tensor.ts";
import type { ForwardStep } from "../network/forward.ts";
import type { Network } from "../network/network.ts";
import type { Lab } from "../state/lab.ts";
import { type Dispose, endAll } from "../state/slice.ts";
import { type Beat, beatsOf, endOfBeat, type FilmMoment, filledAt, momentAt } from "./beats.ts";
import { putWires, reachOf } from "./between.ts";
import { FilmMarks } from "./film-marks.ts";
import type { Painting } from "./painting.ts";
import { type Wire, wiresOf } from "./wires.ts";

/** Lines to layers that are not read yet are as faint as those under the veil. */
const VEILED = 0.4;

export function mountFilm(host: HTMLElement, lab: Lab, painting: Painting): Dispose {
  const canvas = make("canvas", { class: "film", "aria-hidden": "true" });
  host.append(canvas);
  const film = new Film(host, new FilmMarks(canvas, host), lab, painting);
  painting.fillBy((...given) => film.filled(...given));
  return endAll(film.follow(), () => {
    painting.fillBy((_, tensor) => tensor);
    canvas.remove();
  });
}

class Film {
  readonly #host: HTMLElement;
  readonly #marks: FilmMarks;
  readonly #lab: Lab;
  readonly #painting: Painting;
  readonly #still = matchMedia("(prefers-reduced-motion: reduce)");
  #beats: readonly Beat[] = [];
  /** When the film began; `#moment`: where it is, or null once all of the step is shown. */
  #began = 0;
  /** Milliseconds since the beginning; the film does not go back behind them. */
  #least = 0;
  #moment: FilmMoment | null = null;
  #request = 0;
  #step: ForwardStep | null = null;
  #wires: readonly Wire[] = [];

  constructor(host: HTMLElement, marks: FilmMarks, lab: Lab, painting: Painting) {
    this.#host = host;
    this.#marks = marks;
    this.#lab = lab;
    this.#painting = painting;
  }

  follow(): Dispose {
    const { forward, reader, look } = this.#lab;
    let skips = forward.skips.peek();
    const isOn = computed(() => forward.currentStep.value !== null);
    return endAll(
      effect(() => {
        const step = forward.currentStep.value;
        untracked(() => this.#begin(step));
      }),
      effect(() => {
        const isSkipped = forward.skips.value > skips;
        skips = forward.skips.value;
        if (isSkipped) untracked(() => this.#skip());
      }),
      effect(() => {
        if (!isOn.value) return this.#marks.release();
        look.theme.value;
        look.palette.value;
        this.#wires = this.#wiresNow();
        return untracked(() => {
          this.#marks.fit(reachOf(reader.placed.peek()));
          this.#putWires();
          this.#mark();
        });
      }),
      effect(() => {
        reader.reading.value; // another cell may be the strongest
        untracked(() => this.#mark());
      }),
      () => cancelAnimationFrame(this.#request),
      () => this.#end(),
    );
  }

  /** A step forwards plays; on steps back, and where nothing is to move, all is shown at once. */
  #begin(step: ForwardStep | null): void {
    const { forward, reader } = this.#lab;
    const [steps, before] = [forward.steps.peek(), this.#step];
    if (step === null && before === null) return;
    if (before === null) this.#wires = this.#wiresNow();
    const network = reader.network.peek();
    const isOn = step !== null && before !== null && steps.indexOf(step) > steps.indexOf(before);
    const runs = isOn && network !== null && !this.#still.matches && !reader.inSpace.peek();
    this.#step = step;
    cancelAnimationFrame(this.#request);
    this.#beats = runs ? beatsOf(step, network) : [];
    this.#began = performance.now();
    this.#least = 0;
    this.#goTo(0);
    if (this.#moment !== null) this.#request = requestAnimationFrame(this.#frame);
  }

  readonly #frame = (now: number): void => {
    // A frame's time may be before a skip that came just before it.
    this.#goTo(Math.max(this.#least, now - this.#began));
    if (this.#moment !== null) this.#request = requestAnimationFrame(this.#frame);
  };

  /** Skips to the end of the running beat. */
  #skip(): void {
    const now = performance.now();
    const end = endOfBeat(this.#beats, now - this.#began);
    this.#began = now - end;
    this.#least = end;
    this.#goTo(end);
  }

  #goTo(elapsed: number): void {
    const before = this.#moment?.beat;
    const moment = momentAt(this.#beats, elapsed);
    const step = this.#step;
    this.#moment = moment;
    this.#lab.forward.showFilm(moment !== null, this.#cellNow());
    const isChanged = (moment?.beat === "lines") !== (before === "lines");
    if (isChanged || elapsed === 0) this.#putWires();
    if (step !== null) this.#painting.paintOne(step.layer);
    this.#mark();
  }

  #end(): void {
    if (this.#step === null) return;
    this.#step = null;
    this.#lab.forward.showFilm(false);
    this.#putWires();
  }

  /** The part of a layer's values that is shown now. */
  filled(layer: string, tensor: Tensor, named: boolean): Tensor {
    const step = this.#step;
    if (this.#moment === null || step?.layer !== layer) return tensor;
    const { rows, columns } = planes(tensor.shape);
    const filled = filledAt(this.#beats, this.#moment, { cells: rows * columns, columns });
    // Units with names show nothing until they have a value.
    if (named) return { ...tensor, values: tensor.values.subarray(0, filled.named) };
    const { network, reading } = this.#lab.reader;
    const before = step.before ? undefined : network.peek()?.preactivation.get(layer);
    const values = before === undefined ? undefined : reading.peek()?.values.get(before);
    return filledMaps(tensor, { channel: this.#channel(), ...filled }, values);
  }

  /** The map that the window makes: the one with the step's largest value, which the sentence names. */
  #channel(): number {
    const shape = this.#step?.operation.output_shape ?? [];
    return positionIn(planes(shape), this.#largest() ?? 0).channel;
  }

  #largest(): number | null {
    const made = this.#lab.reader.reading.peek()?.values.get(this.#step?.operation.name ?? "");
    if (made === undefined) return null;
    let at = 0;
    for (let i = 1; i < made.values.length; i++)
      if ((valueAt(made, i) ?? 0) > (valueAt(made, at) ?? 0)) at = i;
    return at;
  }

  /** The cell that the window makes now; null while there is none. */
  #cellNow(): number | null {
    const [moment, step] = [this.#moment, this.#step];
    if (moment?.beat !== "window" || step === null) return null;
    const { rows, columns } = planes(step.operation.output_shape);
    const cells = rows * columns;
    const at = Math.min(cells - 1, Math.floor(moment.part * cells));
    return this.#channel() * cells + at;
  }

  #wiresNow(): readonly Wire[] {
    const { network, placed } = this.#lab.reader;
    const known = network.value;
    const isDown = this.#host.classList.contains("down");
    return known === null || isDown ? [] : wiresOf(known, placed.value, devicePixelRatio);
  }

  /** Shows the wires: those of the step's layer come in with its first beat. */
  #putWires(): void {
    const { forward, reader } = this.#lab;
    const layer = this.#moment?.beat === "lines" ? this.#step?.layer : undefined;
    const wires = this.#wires.flatMap((wire) => {
      if (wire.into === layer) return [];
      const isRead = forward.hasReached(wire.into);
      return [isRead ? wire : { ...wire, strength: wire.strength * VEILED }];
    });
    putWires(this.#host, reader.placed.peek(), wires);
  }

  #mark(): void {
    const [step, moment] = [this.#step, this.#moment];
    const { network, placed } = this.#lab.reader;
    const known: Network | null = network.peek();
    if (step === null || known === null) {
      this.#marks.clear();
      return;
    }
    const lines = moment?.beat === "lines" ? moment.part : null;
    const wires = lines === null ? [] : this.#wires.filter(({ into }) => into === step.layer);
    const index = moment === null ? this.#largest() : this.#cellNow();
    this.#marks.paint(known, placed.peek(), { step, index, wires, part: lines ?? 1 });
  }
}
