/** What max pooling and both kinds of average pooling have in common. */
import type { Window } from "../arithmetic.ts";
import { indexOf, type Operation, positionOf } from "../graph.ts";
import type { Explanation, Kind } from "./kind.ts";
import { inRows, tensor } from "./lines.ts";
import {
  fieldsOf,
  fitsSliding,
  inputOf,
  keepsMaps,
  SAME_CHANNELS,
  type Taps,
  touchedBy,
} from "./windows.ts";

/** A kind that keeps the largest value or the mean of a window of each map. */
export function pooling(keeps: Window["keeps"], taps: Taps) {
  return {
    ...fieldsOf(taps, SAME_CHANNELS),
    mixesMaps: false,
    explains: explanationOf(keeps, taps),
  } satisfies Partial<Kind>;
}

/** Whether windows that slide over each map alone make this output. */
export function fitsPooling(operation: Operation): boolean {
  return operation.kernel_size !== null && fitsSliding(operation) && keepsMaps(operation);
}

function explanationOf(keeps: Window["keeps"], taps: Taps): Explanation {
  const inPadding = keeps === "largest" ? -Infinity : 0;
  return {
    arithmetic: (operation, index, { valuesOf }) => {
      const input = inputOf(operation);
      const value = valuesOf(input);
      if (value === undefined) return null;
      const position = positionOf(operation.output_shape, index);
      const { channel } = position;
      const { columns, touched } = touchedBy(taps, operation, position);
      const window = touched.map(({ position }) => {
        const source = position && indexOf(input.output_shape, { ...position, channel });
        return { source, value: source === null ? inPadding : value(source) };
      });
      let winner = 0;
      for (const [at, each] of window.entries())
        if (each.value > (window[winner]?.value ?? inPadding)) winner = at;
      const mean = window.reduce((sum, each) => sum + each.value, 0) / window.length;
      const total = keeps === "largest" ? (window[winner]?.value ?? inPadding) : mean;
      return { form: "window", operation, keeps, input, columns, window, winner, total };
    },
    asPyTorch: ({ window, columns }: Window) => {
      const values = window.map(({ value }) => value);
      const reduced = keeps === "largest" ? "max" : "mean";
      return `${tensor(inRows(values, columns))}.${reduced}()`;
    },
  };
}
