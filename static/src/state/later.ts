/** Brings parts of the page that the first view has no use for: once a drawing and its network are on the screen, or as soon as they are asked for. */
import { effect } from "@preact/signals-core";
import type { Lab } from "./lab.ts";
import { type Dispose, endAll } from "./slice.ts";

export interface Later {
  /** Fetches the part's script and words; the function that it returns mounts the part. */
  load(): Promise<() => Dispose>;
  /** What is asked of the part, null for nothing; reads signals. */
  asked(): unknown;
  /** The part comes only when it is asked for. */
  readonly rare?: boolean;
  /** Tells people that what they asked for has not come; the next asking tries again. */
  fail(): void;
}

/** Mounts the part when it has come, unless the end has come before. */
export function mountLater(lab: Lab, { load, asked, fail, rare = false }: Later): Dispose {
  let state: "none" | "loading" | "there" | "failed" | "ended" = "none";
  let now: unknown = null;
  let failedFor: unknown = null;
  let end: Dispose = () => {};
  const bring = async () => {
    state = "loading";
    const mount = await load().catch(() => null);
    if (state !== "loading") return;
    if (mount !== null) {
      state = "there";
      end = mount();
      return;
    }
    state = "failed";
    failedFor = now;
    if (now !== null) fail();
  };
  const stop = effect(() => {
    const isPainted = !rare && lab.reader.network.value !== null && lab.reader.painted.value > 0;
    now = asked();
    if (now === null) failedFor = null;
    const isFirst = state === "none" && (isPainted || now !== null);
    if (isFirst || (state === "failed" && now !== failedFor)) void bring();
  });
  return endAll(stop, () => {
    state = "ended";
    end();
  });
}
