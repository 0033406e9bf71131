/** A 2D context that writes down what is drawn, for tests of views that paint. */

/** One call, with the context's state at that moment. */
export interface CanvasCall {
  readonly call: string;
  readonly given: readonly unknown[];
  readonly strokeStyle: string;
  readonly fillStyle: string;
  readonly lineWidth: number;
  readonly globalAlpha: number;
}

/** Gives every canvas a context of this kind; returns what was drawn on a canvas, which may be emptied. */
export function recordCanvasCalls(): (canvas: HTMLCanvasElement) => CanvasCall[] {
  const all = new WeakMap<HTMLCanvasElement, { context: object; calls: CanvasCall[] }>();
  const of = (canvas: HTMLCanvasElement) => {
    const known = all.get(canvas);
    if (known !== undefined) return known;
    const made = recorder();
    all.set(canvas, made);
    return made;
  };
  Object.defineProperty(HTMLCanvasElement.prototype, "getContext", {
    configurable: true,
    value(this: HTMLCanvasElement) {
      return of(this).context;
    },
  });
  return (canvas) => of(canvas).calls;
}

function recorder() {
  const calls: CanvasCall[] = [];
  const state = { strokeStyle: "", fillStyle: "", lineWidth: 1, globalAlpha: 1 };
  const answers: Readonly<Record<string, (...given: number[]) => unknown>> = {
    measureText: () => ({ width: 40 }),
    createImageData: (width = 0, height = 0) => ({
      data: new Uint8ClampedArray(4 * width * height),
    }),
  };
  const context = new Proxy(state, {
    get: (target, name: string) => {
      if (name in target) return target[name as keyof typeof target];
      return (...given: number[]) => {
        calls.push({ call: name, given, ...target });
        return answers[name]?.(...given);
      };
    },
    set: (target, name, value) => Reflect.set(target, name, value),
  });
  return { context, calls };
}
