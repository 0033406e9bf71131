// Generated from app/messages by `make fix`; do not edit.

/**
 * Where other devices find the page; none where only this computer can open it.
 */
export interface Addresses {
  addresses: string[];
}
/**
 * Is anybody there? Answered with the same: a page cannot hear pings.
 */
export interface Alive {
  type: "alive";
}
/**
 * Layers that stand next to one another under one title.
 */
export interface Block {
  name: string;
  title: string;
  layers: string[];
  switches: Switch[];
}
/**
 * What can be switched off: zeros then go from `source` into `operation`.
 */
export interface Switch {
  name: string;
  kind: "shortcut" | "skip" | "branch";
  /**
   * an addition or a concatenation of the block
   */
  operation: string;
  /**
   * one of the operation's inputs
   */
  source: string;
}
/**
 * One box in the image, in 0..1, y down.
 */
export interface BoxSaid {
  label: string;
  /**
   * that something is there, times its label's
   */
  score: number;
  left: number;
  top: number;
  right: number;
  bottom: number;
  /**
   * place in this list of the surer box that it overlaps; null: it stays
   */
  suppressed_by: number | null;
}
/**
 * A box for each cell of a grid: [5 + labels, rows, columns], all in 0..1.
 *
 * x, y of its centre in the cell, its width and height in parts of the image, how sure the network
 * is that something is there, and a probability for each label.
 */
export interface BoxesAnswer {
  name: string;
  title: string;
  /**
   * whose output it is; its outcome has that shape
   */
  operation: string;
  kind: "boxes";
  labels: string[];
}
/**
 * Boxes over the threshold, the surest first, and which non-maximum suppression drops.
 */
export interface BoxesSaid {
  /**
   * of the answer, as the network's description has it
   */
  name: string;
  kind: "boxes";
  /**
   * least score
   */
  threshold: number;
  /**
   * intersection over union above which a box is suppressed
   */
  overlap: number;
  boxes: BoxSaid[];
}
/**
 * Why the live channel would not open, as far as the server knows; null: it would.
 */
export interface ChannelState {
  refused: ("origin" | "full") | null;
}
/**
 * One weight of an operation by its place in C order, or one of its biases.
 */
export interface ChosenWeight {
  operation: string;
  index: number;
  parameter?: "weight" | "bias";
}
/**
 * Which of its labels it is: a probability for each; with softmax they sum to one.
 */
export interface ClassesAnswer {
  name: string;
  title: string;
  /**
   * whose output it is; its outcome has that shape
   */
  operation: string;
  kind: "classes";
  labels: string[];
  activation: "softmax" | "sigmoid";
  /**
   * the coarser class of each label, whose probability is the sum over its labels; empty: there is none
   */
  groups: string[];
}
/**
 * The probability of each label; with sigmoid each by itself, with softmax they sum to one.
 */
export interface ClassesSaid {
  /**
   * of the answer, as the network's description has it
   */
  name: string;
  kind: "classes";
  /**
   * label: its probability
   */
  probabilities: {
    [k: string]: number;
  };
  /**
   * coarser class: the sum over its labels; null: there are none
   */
  sums: {
    [k: string]: number;
  } | null;
}
/**
 * From now on drawings are read on another processor.
 */
export interface DeviceChanged {
  type: "device";
  device: string;
  device_problem: string | null;
}
/**
 * Read this drawing; answered by one binary frame that carries the same `seq`.
 */
export interface Draw {
  /**
   * a list of points for each time the pen was down; 4000 in all
   */
  strokes: [number, number][][];
  picture?: string | null;
  pixels?: string | null;
  /**
   * steps of preprocessing to leave out
   */
  without?: ("crop" | "scale" | "pen_width" | "centre" | "downsample" | "normalise")[];
  /**
   * names of the network's switches that are off: shortcuts, skips and branches that carry zeros, for this drawing alone
   */
  off?: string[];
  /**
   * width of the pen, in pads; see pen_width
   */
  pen?: number;
  /**
   * read by the network as it was then; null: as it is now
   */
  film?: FilmMoment | null;
  /**
   * also answer what each step of preprocessing does
   */
  explain?: boolean;
  type: "draw";
  seq: number;
  network: string;
  /**
   * names of the layers whose maps the page shows
   */
  layers: string[];
  /**
   * names of the layers of which exact frames carry every operation and what goes into it; null: all
   */
  explained?: string[] | null;
  /**
   * answer the values themselves, not in 8 bits; see `explained`
   */
  exact?: boolean;
  /**
   * deflate the frame: the link is slow
   */
  deflate?: boolean;
}
/**
 * A network as it was at a moment of a film of its training.
 */
export interface FilmMoment {
  name: string;
  /**
   * which of the film's moments, counted from 0
   */
  moment: number;
}
/**
 * Values as they are.
 */
export interface Exactly {
  shape: number[];
  /**
   * float64, little-endian, base64
   */
  values: string;
}
/**
 * Add points to the strokes of the last `draw` and read that; answered as `draw` is.
 *
 * `at`: [s, p], the stroke and the place in it of the first of these points. They continue the
 * last stroke (p points, stroke s) or begin the next (p = 0), else the answer is `out_of_step`.
 */
export interface Extend {
  type: "extend";
  seq: number;
  /**
   * @minItems 2
   * @maxItems 2
   */
  at: [number, number];
  points: [number, number][];
  /**
   * answer the values themselves, not in 8 bits; see `explained`
   */
  exact?: boolean;
  /**
   * deflate the frame: the link is slow
   */
  deflate?: boolean;
}
/**
 * What a film shows: curves and confusion at each of its moments, without the weights.
 */
export interface FilmDetail {
  name: string;
  /**
   * whose training it shows
   */
  network: string | null;
  /**
   * the recipe (docs/films.md), and `validation`, the set it is scored on
   */
  settings: {
    [k: string]: unknown;
  };
  /**
   * batches of the whole run
   */
  of_steps: number;
  moments: number;
  /**
   * the step from which on its numbers are finite no more
   */
  diverged: number | null;
  /**
   * whether it has weights, and reads drawings
   */
  reads: boolean;
  /**
   * whether its moments can be asked for with `film` in a drawing
   */
  on_stage: boolean;
  bytes: number;
  problem: string | null;
  /**
   * how far weights in 8 bits read off, of accuracies in 0..1
   */
  rounding: number;
  /**
   * batches done at each moment
   */
  steps: number[];
  /**
   * a step, and the loss of its batch, raw
   */
  losses: [number, number | null][];
  /**
   * a value a moment; null: no finite number any more
   */
  validation_loss: (number | null)[];
  /**
   * a value a moment; null: no finite number any more
   */
  validation_accuracy: (number | null)[];
  /**
   * by moment, label (row) and first guess (column)
   */
  confusion: number[][][];
  /**
   * by weight and moment: root mean square of how far it is from the start
   */
  moved: {
    [k: string]: number[];
  };
  /**
   * by operation with weights and moment: root mean square of the gradient of its weights, over held-out digits; none of older films
   */
  gradients: {
    [k: string]: (number | null)[];
  };
  /**
   * SHA-256 of its file, for its address
   */
  file: string;
}
/**
 * The films of this server.
 */
export interface FilmList {
  films: FilmSummary[];
}
/**
 * One film. `problem` says why it cannot be shown; then nothing is known of it.
 */
export interface FilmSummary {
  name: string;
  /**
   * whose training it shows
   */
  network: string | null;
  /**
   * the recipe (docs/films.md), and `validation`, the set it is scored on
   */
  settings: {
    [k: string]: unknown;
  };
  /**
   * batches of the whole run
   */
  of_steps: number;
  moments: number;
  /**
   * the step from which on its numbers are finite no more
   */
  diverged: number | null;
  /**
   * whether it has weights, and reads drawings
   */
  reads: boolean;
  /**
   * whether its moments can be asked for with `film` in a drawing
   */
  on_stage: boolean;
  bytes: number;
  problem: string | null;
}
/**
 * What the network made of one drawing at each moment; all 0 of a blank pad.
 */
export interface FilmReadings {
  /**
   * batches done at each moment
   */
  steps: number[];
  answer: string;
  /**
   * for each moment the answer's outcome
   */
  outcomes: number[][];
}
/**
 * The slope by two more forward passes, the weight moved by `distance` up and down.
 */
export interface FiniteDifference {
  distance: number;
  /**
   * loss with the larger weight
   */
  above: number;
  below: number;
  slope: number;
  /**
   * ReLUs and maxima that differ between the two passes
   */
  crossed: number;
  /**
   * equal to three digits; both zero; a ReLU or maximum changes between the two passes; a slope too small for the losses' digits; or unequal for another reason
   */
  verdict: "equal" | "zero" | "kink" | "rounding" | "unequal";
}
/**
 * A class and how sure the network is of it.
 *
 * Of the first answer of kind classes with softmax. Where its labels have `groups`, a guess is a
 * group, as probable as all its labels together. Where several may be true (sigmoid), none has to
 * win, and there is no guess.
 */
export interface Guess {
  /**
   * place, from 0, among the answer's labels, or among its groups in the order in which they first come; of ten digits: the digit
   */
  label: number;
  /**
   * the label or group itself
   */
  name: string;
  /**
   * 0..1; a group's is the sum over its labels
   */
  probability: number;
}
/**
 * First message on a socket: which version of the channel the page speaks.
 */
export interface Hello {
  type: "hello";
  protocol: number;
  /**
   * made up at random by the browser: its sockets are counted, nothing else
   */
  device: string;
}
/**
 * Values in 8 bits as in the live channel's frames; docs/wire-format.md.
 */
export interface InEightBits {
  low: number;
  high: number;
  /**
   * a byte a value, base64
   */
  codes: string;
}
/**
 * What the page shows and hides: one or more operations under one title.
 */
export interface Layer {
  name: string;
  title: string;
  kind: "input" | "convolution" | "downsampling" | "fully-connected" | "output";
  operations: string[];
  /**
   * the operation whose output is the layer's picture
   */
  shown: string;
  shape: number[];
  parameters: number;
  multiply_adds: number;
}
/**
 * What a layer shows, and how the loss changes with it.
 */
export interface LayerInStep {
  layer: string;
  operation: string;
  shape: number[];
  values: InEightBits;
  gradients: InEightBits;
}
/**
 * For each place of the image a probability for each label: [labels, rows, columns].
 */
export interface MaskAnswer {
  name: string;
  title: string;
  /**
   * whose output it is; its outcome has that shape
   */
  operation: string;
  kind: "mask";
  labels: string[];
}
/**
 * What each place of the image is: the label that is most probable there.
 */
export interface MaskSaid {
  /**
   * of the answer, as the network's description has it
   */
  name: string;
  kind: "mask";
  labels: string[];
  /**
   * rows of places in the list of labels
   */
  places: number[][];
}
/**
 * One value with its unit, which may be empty.
 */
export interface Measured {
  name: string;
  value: number;
  unit: string;
}
/**
 * One network: its description, its model card, and why it cannot answer if it cannot.
 */
export interface ModelDetail {
  description: NetworkDescription;
  /**
   * without what is long; the whole card: GET .../card
   */
  card: {
    [k: string]: unknown;
  } | null;
  problem: string | null;
  /**
   * name of the weights' file: GET .../weights/{this}
   */
  weights: string | null;
}
/**
 * Everything the page needs to lay out a network; derived from the module itself.
 */
export interface NetworkDescription {
  name: string;
  title: string;
  /**
   * when it was published; null: never
   */
  year: number | null;
  answers: (ClassesAnswer | NumbersAnswer | BoxesAnswer | MaskAnswer)[];
  input_shape: number[];
  /**
   * steps that its drawings go through, in their order
   */
  preprocessing: string[];
  parameters: number;
  multiply_adds: number;
  blocks: Block[];
  layers: Layer[];
  operations: Operation[];
  edges: [string, string][];
}
/**
 * Measured values, each with its name and its unit, which may be empty.
 */
export interface NumbersAnswer {
  name: string;
  title: string;
  /**
   * whose output it is; its outcome has that shape
   */
  operation: string;
  kind: "numbers";
  names: string[];
  units: string[];
}
/**
 * One module (or joining function) of the network and what it makes.
 *
 * Pairs are [down, across]. What the arithmetic of its kind does not need is null.
 */
export interface Operation {
  name: string;
  kind: string;
  layer: string;
  inputs: string[];
  output_shape: number[];
  kernel_size: number[] | null;
  stride: number[] | null;
  padding: number[] | null;
  dilation: number[] | null;
  groups: number | null;
  output_padding: number[] | null;
  /**
   * how many times larger upsampling makes a map
   */
  scale: number[] | null;
  /**
   * what batch normalisation adds to the variance
   */
  eps: number | null;
  count_include_pad: boolean | null;
  parameters: number;
  multiply_adds: number;
}
/**
 * The networks this server offers.
 */
export interface ModelList {
  models: ModelSummary[];
}
/**
 * A row of the list of networks.
 *
 * `milliseconds`: that a forward pass takes on this server, null before the first drawing.
 */
export interface ModelSummary {
  name: string;
  title: string;
  year: number | null;
  /**
   * an architecture among those of the years; false: it shows an answer
   */
  in_lineage: boolean;
  /**
   * kinds of what comes out, the first one foremost
   */
  answers: ("one" | "several" | "numbers" | "boxes" | "mask" | "ways")[];
  /**
   * the one thing that was new; empty: nothing is told
   */
  idea: string;
  /**
   * layers with weights, along the longest way
   */
  depth: number;
  parameters: number;
  multiply_adds: number;
  milliseconds: number | null;
  ready: boolean;
}
/**
 * All weights are moved: for this drawing, or for a batch of 32 digits of the generator.
 */
export interface MoveOfAll {
  move: "drawing" | "batch";
}
/**
 * One weight alone is moved against its slope for this drawing.
 */
export interface MoveOfWeight {
  move: "weight";
  weight: ChosenWeight;
}
/**
 * Measured values. `by_strokes`: the same, computed from the strokes, where that is known.
 */
export interface NumbersSaid {
  /**
   * of the answer, as the network's description has it
   */
  name: string;
  kind: "numbers";
  values: Measured[];
  /**
   * computed from the strokes; null: of a picture, or nothing computes it
   */
  by_strokes: Measured[] | null;
}
/**
 * What the network made of a drawing at each moment; all 0 where there was nothing to read.
 */
export interface PenTrace {
  moments: number[];
  answer: string;
  /**
   * for each moment the answer's outcome
   */
  outcomes: number[][];
}
/**
 * Read a drawing as it was after so many points, counted over all strokes, at each moment.
 */
export interface PenTraceRequest {
  /**
   * a list of points for each time the pen was down; 4000 in all
   */
  strokes: [number, number][][];
  /**
   * numbers of points that the drawing has, each larger than the one before
   *
   * @minItems 1
   */
  moments: [number, ...number[]];
  /**
   * steps of preprocessing to leave out
   */
  without?: ("crop" | "scale" | "pen_width" | "centre" | "downsample" | "normalise")[];
  /**
   * names of the network's switches that are off: shortcuts, skips and branches that carry zeros, for this drawing alone
   */
  off?: string[];
  /**
   * width of the pen, in pads; see pen_width
   */
  pen?: number;
  /**
   * which answer; null: the first of kind classes, refused as `no_classes` where there is none
   */
  answer?: string | null;
}
/**
 * What the network made of a drawing. Of a blank pad it says nothing.
 */
export interface Prediction {
  /**
   * null: a blank pad, or no answer of which one class wins
   */
  first_guess: Guess | null;
  /**
   * the next best; null: as the first, or one class alone
   */
  second_guess: Guess | null;
  /**
   * name of each answer: its outcome, in the order of its operation
   */
  outcomes: {
    [k: string]: number[];
  };
  /**
   * the same in words of each kind, with what follows from it
   */
  answers: (ClassesSaid | NumbersSaid | BoxesSaid | MaskSaid)[];
  /**
   * null: this network cannot say
   */
  looks_like_digit: boolean | null;
  /**
   * the network's input, 0 paper, 1 ink
   */
  image: number[][];
  /**
   * what preprocessing did, if asked
   */
  steps: Steps | null;
  /**
   * the ink found in a picture file, to be sent again
   */
  picture: string | null;
  /**
   * digits, or things as large, that a picture shows; 1 of strokes
   */
  things: number;
}
/**
 * What preprocessing did to a drawing. Lengths are pixels of the network's input.
 */
export interface Steps {
  done: StepDone[];
  /**
   * what was cropped: left, top, right, bottom in 0..1 of the pad
   *
   * @minItems 4
   * @maxItems 4
   */
  box: [number, number, number, number];
  /**
   * longest side of the ink
   */
  ink: number;
  /**
   * width of its lines
   */
  pen: number;
  /**
   * x, y from where a digit's centre of mass should be to where it is
   *
   * @minItems 2
   * @maxItems 2
   */
  offset: [number, number];
  /**
   * part of the ink, 0..1, outside the image
   */
  cut: number;
  /**
   * stray dots that were ignored
   */
  stray: number;
  /**
   * marks of a picture that are not the digit and were left out
   */
  left_out: number;
  /**
   * digits, or things as large, that a picture shows; 1 of strokes
   */
  things: number;
  /**
   * the image's largest value
   */
  peak: number;
}
/**
 * One step of preprocessing: the drawing after it, and the guess if it were switched.
 */
export interface StepDone {
  step: "crop" | "scale" | "pen_width" | "centre" | "downsample" | "normalise";
  on: boolean;
  /**
   * pixels along the picture
   */
  side: number;
  /**
   * side x side bytes, base64: 0 paper, 255 ink
   */
  picture: string;
  /**
   * first guess with this step switched; null: blank image
   */
  toggled: Guess | null;
}
/**
 * The networks are loaded and have answered once, on this device.
 */
export interface Readiness {
  status: "ready";
  device: string;
  device_problem: string | null;
  networks: string[];
}
/**
 * The one shape of every refusal: a code for programs, a sentence for people.
 */
export interface Refusal {
  error: string;
  detail: string;
}
/**
 * The run, and the key that steers it.
 */
export interface RunBegun {
  run: RunState;
  key: string;
}
/**
 * A run as it is now.
 */
export interface RunState {
  name: string;
  settings: RunSettings;
  status: "waiting" | "preparing" | "running" | "paused" | "ended";
  /**
   * runs that go before it, while it waits
   */
  place: number;
  /**
   * batches done
   */
  step: number;
  /**
   * batches of the whole run
   */
  of_steps: number;
  /**
   * the step size that is used now
   */
  learning_rate: number;
  /**
   * of its film, which is `name` in GET /api/films
   */
  moments: number;
  /**
   * how many it has told
   */
  events: number;
  /**
   * why it ended: finished, stopped, diverged, paused or long (too long), server (it ended), killed, memory, disk, data (it cannot be read), failed
   */
  why: string | null;
}
/**
 * What decides a run, beside the step sizes that are set on the way; docs/training.md.
 */
export interface RunSettings {
  network: "lenet5" | "dense" | "plain_8" | "residual_8";
  /**
   * the random start times 0, 0.1, 1 or 4
   */
  start: "zeros" | "small" | "good" | "large";
  /**
   * of all that is random
   */
  seed: number;
  /**
   * what a slope is multiplied by
   */
  learning_rate: number;
  /**
   * images a step
   */
  batch_size: number;
  optimizer: "sgd" | "momentum" | "adam";
  /**
   * images are warped anew each time they come
   */
  augmentation: boolean;
  /**
   * part that later dense layers do not see
   */
  dropout: number;
  /**
   * digits to learn from
   */
  images: number;
  activation: "relu" | "sigmoid" | "tanh";
  /**
   * passes; 20,000 steps at most in all
   */
  epochs: number;
  /**
   * what is learned from; all but made_up only where the server has it
   */
  data: "made_up" | "mnist" | "strokes";
  /**
   * what the run is scored on
   */
  held_out: "made_up" | "mnist" | "strokes";
}
/**
 * Steer a run: `learning_rate` goes with `step_size` alone.
 */
export interface RunCommand {
  key: string;
  do: "pause" | "go_on" | "one_batch" | "step_size" | "stop";
  learning_rate?: number | null;
}
/**
 * The runs of this server, the first one first.
 */
export interface RunList {
  runs: RunState[];
}
/**
 * The answer to `watch`.
 */
export interface RunTold {
  run: string;
  events: {
    [k: string]: unknown;
  }[];
  next: number;
  type: "run";
}
/**
 * A drawing of one style of one digit.
 */
export interface Sample {
  key: string;
  label: number;
  title: string;
  /**
   * a list of points for each time the pen was down; 4000 in all
   */
  strokes: [number, number][][];
}
/**
 * One drawing of each style.
 */
export interface SampleList {
  samples: Sample[];
}
/**
 * Something was refused; the socket stays open unless the channel's document says otherwise.
 */
export interface SocketError {
  type: "error";
  error: string;
  detail: string;
  seq: number | null;
}
/**
 * The answer to `explain`; the frame of the same `seq` follows.
 */
export interface StepsTaken {
  type: "steps";
  seq: number;
  steps: Steps | null;
}
/**
 * Forward, loss, backward and update, in double precision.
 */
export interface TrainingStep {
  answer: string;
  probabilities: number[];
  /**
   * of this drawing, before the moves and after each
   */
  losses: (number | null)[];
  /**
   * cross entropy of this drawing: -ln of its label's
   */
  loss: number;
  layers: LayerInStep[];
  /**
   * the weight
   */
  value: number;
  /**
   * how the loss changes with it, by backpropagation
   */
  slope: number;
  /**
   * value - step_size x slope
   */
  updated: number;
  /**
   * which map or unit of its operation it helps to make
   */
  made: number;
  /**
   * the operation that it is multiplied with
   */
  source: string;
  /**
   * which map or unit of it; null: a bias, multiplied with 1
   */
  source_map: number | null;
  /**
   * that map, or that unit's value
   */
  source_values: Exactly | null;
  gradient: Exactly1;
  kernel: Exactly2;
  kernel_slopes: Exactly;
  /**
   * by operation: root mean square of the slopes of its weights
   */
  sizes: {
    [k: string]: number;
  };
  difference: FiniteDifference;
  /**
   * after this weight alone has moved
   */
  loss_of_one: number | null;
  /**
   * after all weights have moved
   */
  loss_of_all: number | null;
}
/**
 * Values as they are.
 */
export interface Exactly1 {
  shape: number[];
  /**
   * float64, little-endian, base64
   */
  values: string;
}
/**
 * Values as they are.
 */
export interface Exactly2 {
  shape: number[];
  /**
   * float64, little-endian, base64
   */
  values: string;
}
/**
 * A drawing, what it is, and the weight that is looked at.
 *
 * With `film` it is a step from a moment of a film, else from the network's own weights.
 */
export interface TrainingStepRequest {
  /**
   * a list of points for each time the pen was down; 4000 in all
   */
  strokes: [number, number][][];
  picture?: string | null;
  pixels?: string | null;
  /**
   * steps of preprocessing to leave out
   */
  without?: ("crop" | "scale" | "pen_width" | "centre" | "downsample" | "normalise")[];
  /**
   * names of the network's switches that are off: shortcuts, skips and branches that carry zeros, for this drawing alone
   */
  off?: string[];
  /**
   * width of the pen, in pads; see pen_width
   */
  pen?: number;
  /**
   * read by the network as it was then; null: as it is now
   */
  film?: FilmMoment | null;
  /**
   * also answer what each step of preprocessing does
   */
  explain?: boolean;
  /**
   * which of the answer's labels it is, from 0
   */
  label: number;
  weight: ChosenWeight;
  step_size?: number;
  /**
   * moves that are made first, one after the other, each with `step_size`
   */
  done?: (MoveOfWeight | MoveOfAll)[];
}
/**
 * One variant: what is known of it, and what it made of the drawing.
 */
export interface VariantReading {
  name: string;
  /**
   * cells along its kernels
   */
  kernel: number;
  /**
   * what makes its maps half as large
   */
  shrinking: "maximum" | "average" | "stride";
  /**
   * all parameters
   */
  weights: number;
  /**
   * those of its convolution
   */
  of_kernels: number;
  /**
   * of all it computes
   */
  multiply_adds: number;
  /**
   * those of its convolution
   */
  of_convolution: number;
  /**
   * part of MNIST's test images that it reads right
   */
  test: number;
  test_count: number;
  /**
   * part of drawings by writers kept aside that it reads right
   */
  pens: number;
  pens_count: number;
  /**
   * probability of each digit; all 0 of a blank pad
   */
  outcome: number[];
}
/**
 * What all variants made of one drawing.
 */
export interface VariantReadings {
  variants: VariantReading[];
}
/**
 * Tell what a live run has told, from its event number `after` on: answered once by `run`, as
 * soon as there is anything. Who asks again when that is done gets all that is new by then.
 */
export interface Watch {
  type: "watch";
  run: string;
  after: number;
}
/**
 * The answer to `hello`.
 */
export interface Welcome {
  type: "welcome";
  protocol: number;
  version: string;
  networks: string[];
  /**
   * where the networks run: cpu, cuda or mps
   */
  device: string;
  /**
   * why that is not the device asked for
   */
  device_problem: string | null;
}
