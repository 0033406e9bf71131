/** The events that a target has, by name. */
type EventsOf<Target> = Target extends Window
  ? WindowEventMap
  : Target extends Document
    ? DocumentEventMap
    : Target extends MediaQueryList
      ? MediaQueryListEventMap
      : Target extends MediaRecorder
        ? MediaRecorderEventMap
        : Target extends FontFaceSet
          ? FontFaceSetEventMap
          : Target extends AbortSignal
            ? AbortSignalEventMap
            : HTMLElementEventMap & CanvasEvents;

interface CanvasEvents {
  readonly webglcontextlost: Event;
  readonly webglcontextrestored: Event;
}

type Listeners<Target> = {
  readonly [Name in keyof EventsOf<Target>]?: (event: EventsOf<Target>[Name]) => unknown;
};

/** Listens to events of a target, each by its own function, until the function that is returned is called. */
export function listen<Target extends EventTarget>(
  target: Target,
  listeners: Listeners<Target>,
  options: { readonly capture?: boolean; readonly passive?: boolean } = {},
): () => void {
  const ended = new AbortController();
  for (const [name, act] of Object.entries(listeners))
    target.addEventListener(name, act as EventListener, { ...options, signal: ended.signal });
  return () => ended.abort();
}
