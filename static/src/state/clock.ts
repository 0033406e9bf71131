/** What the transport bar moves: the pen along the strokes, the drawing through the layers, or a network through its training. */

/** A moment that a track stops at; `at`: 0..1 along it. */
export interface Tick {
  readonly at: number;
  /** "" where the tick before says it. */
  readonly name: string;
}

export type ClockName = "pen" | "layers" | "epochs";

/** What the bar shows of a clock, and what it does with it. */
export interface Clock {
  readonly name: ClockName;
  readonly ticks: readonly Tick[];
  /** The last tick that is reached. */
  readonly tick: number;
  /** How far it is, 0..1, and as a slider has it: from `least` to `most`. */
  readonly at: number;
  readonly value: number;
  readonly least: number;
  readonly most: number;
  /** "3 of 13". */
  readonly count: string;
  /** It has begun: the drawing or the network is not shown whole yet. */
  readonly begun: boolean;
  /** It has come to its end. */
  readonly over: boolean;
  readonly playing: boolean;
  /** The hint of its play button. */
  readonly playHint: string;
  /** Says what the slider is. */
  readonly label: string;
  /** To a value of the slider, or to a place of the track. */
  slideTo(value: number): void;
  goTo(at: number): void;
  back(): void;
  play(): void;
  on(): void;
  /** All of it, at once. */
  end(): void;
}
