/**
 * The network in space: the same drawing, values, colours and selection as on the stage.
 *
 * Nothing is drawn unless something has changed. While something moves, the picture is as coarse as the machine needs it
 * to be; when all is still, it is drawn once more, finely.
 */
import { effect } from "@preact/signals-core";
import { type Dispose, make } from "../../dom/element.ts";
import { paintAtOnce, paintOnChange } from "../../dom/frames.ts";
import { scaleOf } from "../../dom/palette.ts";
import {
  type Camera,
  fitted,
  lensOf,
  orbited,
  panned,
  rayThrough,
  tidied,
  zoomed,
} from "../../math/camera.ts";
import type { Scale } from "../../math/colour.ts";
import { type Hit, pick } from "../../math/picking.ts";
import { layOutInSpace, type Slab, type Space } from "../../math/space.ts";
import { dot } from "../../math/vectors.ts";
import { cellCamera, layerCamera, outlineOf, presetCamera } from "../../math/viewpoints.ts";
import { columnsOf, type Network } from "../../network.ts";
import type { Store } from "../../store.ts";
import { phrase } from "../../words.ts";
import { insideOf, makeBar } from "./bar.ts";
import { fillTable, heightIn, placesOf, withHeights } from "./colours.ts";
import { handle } from "./controls.ts";
import { highlightsOf } from "./highlights.ts";
import { makeHint } from "./hint.ts";
import { makeKeys } from "./keys.ts";
import { makeLabels } from "./labels.ts";
import { makeMotion } from "./motion.ts";
import { makePicture, type Tint } from "./picture.ts";
import { makeQuality } from "./quality.ts";
import { boxesIn, flatTiles, mapsIn, slabsOfTiles, tilesIn } from "./tiles.ts";

/** Height of the largest value's box, in sides of its cell. */
const HIGHEST = 4;
/** More boxes than this are drawn only while nothing moves. */
const MOST_MOVING_BOXES = 20000;

/** `stage`: where the maps lay on the page, so that they can rise from there; null: they just stand. Throws without WebGL. */
export function mountNetwork3d(
  host: HTMLElement,
  store: Store,
  network: Network,
  stage: DOMRect | null,
): Dispose {
  const canvas = make("canvas", {
    tabindex: "0",
    role: "application",
    "aria-label": phrase("space.canvas"),
    "aria-describedby": "space-keys",
  });
  const labels = makeLabels((layer) => store.toggle(layer));
  const view = make("div", { class: "view" }, [canvas, labels.element]);
  const spoken = make("p", { class: "unseen", "aria-live": "polite" });
  const keysInWords = make("p", {
    class: "unseen",
    id: "space-keys",
    text: phrase("space.canvas.keys"),
  });
  const places = placesOf(network);
  const depths = columnsOf(network);
  const picture = makePicture(canvas, places.count);
  const reduced = matchMedia("(prefers-reduced-motion: reduce)");
  let space: Space = lay();
  let size = { width: 1, height: 1 };
  let scale: Scale | null = null;
  let stale = { layout: true, colours: true, highlights: true, faded: true };
  let fadedIn = "";
  let frames = 0;
  const aspect = () => size.width / size.height;
  const motion = makeMotion(wanted(), () => reduced.matches);
  const quality = makeQuality(() => request());

  function lay(): Space {
    const [spacing, arrangement] = [store.spacing.peek(), store.arrangement.peek()];
    const hidden = store.hidden.peek();
    const shapes = network.layers.map(({ name, shape }) => ({
      name,
      shape,
      hidden: hidden.has(name),
      depth: depths.get(name) ?? 0,
    }));
    return layOutInSpace(shapes, spacing, arrangement);
  }

  /** The camera that the store asks for. */
  function wanted(): Camera {
    const [camera, arrangement] = [store.camera.peek(), store.arrangement.peek()];
    return typeof camera === "string" ? presetCamera(camera, arrangement, space, aspect()) : camera;
  }

  /** Layers on the eye's side of the one that the camera was brought to are frames only. */
  function solidNow(): (slab: Slab) => boolean {
    const { focus } = motion.camera;
    const focused = space.slabs.find(({ name }) => name === focus);
    if (focused === undefined) return () => true;
    const eye = dot(lensOf(motion.camera, aspect()).eye, space.frame.flow);
    const before = eye < focused.along;
    return (slab) => (before ? slab.along >= focused.along : slab.along <= focused.along);
  }

  const tint = (name: string, opacity = 1): Tint => {
    const hex = getComputedStyle(host).getPropertyValue(name).trim();
    const found = /^var\((.*)\)$/.exec(hex);
    if (found?.[1] !== undefined) return tint(found[1], opacity);
    const number = Number.parseInt(hex.slice(1), 16);
    return [(number >> 16) / 255, ((number >> 8) & 255) / 255, (number & 255) / 255, opacity];
  };

  // --- drawing ---------------------------------------------------------------------------------

  let asked = 0;
  const request = () => {
    if (asked === 0 && !document.hidden) asked = requestAnimationFrame(frame);
  };
  const frame = (now: number) => {
    asked = 0;
    quality.tick(now, motion.moving || held);
    draw(now);
    if (motion.moving) request();
    else quality.rest();
  };
  let held = false;

  const draw = (now: number) => {
    const heights = store.heights.peek();
    if (motion.advance(now)) stale.layout = true;
    const faded = space.slabs.filter((slab) => !solidNow()(slab)).map(({ name }) => name);
    if (faded.join() !== fadedIn) stale = { ...stale, layout: true, faded: true };
    fadedIn = faded.join();
    if (stale.layout) {
      const dim = slabsOfTiles(space).map(({ name }) => faded.includes(name));
      picture.putMaps(motion.tiles, dim);
    }
    if (stale.faded && heights) picture.setBoxes(boxesIn(space, places, solidNow()));
    if (stale.colours) {
      scale ??= withHeights(scaleOf(host));
      picture.setLook({ rule: tint("--rule"), lit: store.lit.peek() });
      fillTable(picture.table, places, store, scale);
      picture.update();
    }
    const risen = motion.risen >= 1;
    if (stale.highlights || stale.layout) {
      const { ribbons, cones } = risen
        ? highlightsOf(store, space, tint)
        : { ribbons: [], cones: [] };
      picture.setRibbons(ribbons);
      picture.setCones(cones);
    }
    stale = { layout: false, colours: false, highlights: false, faded: false };
    const boxes = heights && risen && (quality.still || places.count <= MOST_MOVING_BOXES);
    picture.resize({ ...size, ratio: quality.ratio });
    picture.draw(motion.camera, boxes ? { frame: space.frame, highest: HIGHEST } : null);
    view.classList.toggle("rising", !risen);
    labels.place(space, lensOf(motion.camera, aspect()), motion.camera.focus, size);
    frames += 1;
    canvas.dataset.frames = String(frames);
    canvas.dataset.calls = String(picture.calls);
  };

  const touch = (...what: (keyof typeof stale)[]) => {
    for (const each of what) stale[each] = true;
    request();
  };

  // --- what changes --------------------------------------------------------------------------------

  /** The told step of the forward pass drives the camera; after the last one it goes back to where it was. */
  function guide(): Dispose {
    return effect(() => {
      const layer = store.telling.value?.layer;
      const slab = layer === undefined ? undefined : slabOf(layer);
      const arrangement = store.arrangement.peek();
      if (slab !== undefined && !slab.hidden)
        motion.fly(layerCamera(slab, arrangement, space, aspect()));
      else motion.fly(wanted());
      touch("colours", "highlights");
    });
  }

  const stops: Dispose[] = [];
  const stand = (move: boolean) => {
    const before = space;
    space = lay();
    const tiles = tilesIn(space);
    if (move) motion.rise(tiles);
    else motion.lay(tiles);
    if (typeof store.camera.peek() === "string") {
      if (move) motion.fly(wanted());
      else motion.put(wanted());
    }
    if (before !== space) touch("layout", "highlights", "faded", "colours");
  };
  let stood = "";
  stops.push(
    effect(() => {
      store.spacing.value;
      const standing = [[...store.hidden.value], store.arrangement.value, store.heights.value];
      const next = JSON.stringify(standing);
      labels.build(network, store.hidden.value);
      stand(stood !== "" && next !== stood);
      stood = next;
    }),
    effect(() => {
      const camera = store.camera.value;
      const to = wanted();
      if (size.width === 1 || JSON.stringify(camera) === JSON.stringify(motion.camera)) return;
      motion.fly(to);
      request();
    }),
    paintOnChange(
      () => [
        store.theme.value,
        store.palette.value,
        store.scope.value,
        store.showsBefore.value,
        store.lit.value,
      ],
      () => {
        scale = null;
        touch("colours", "highlights");
      },
    ),
    guide(),
    paintOnChange(
      () => [store.selected.value, store.cell.value, store.path.value, store.weights.value],
      () => touch("highlights"),
    ),
    paintAtOnce(
      () => [store.reading.value, store.step.value],
      () => {
        const reading = store.reading.peek();
        labels.mark(reading?.firstGuess ?? null);
        stale.colours = true;
        stale.highlights = store.selected.peek() !== null;
        quality.stir();
        draw(performance.now());
        quality.rest();
        if (reading === null) return;
        document.documentElement.dataset.painted = String(reading.seq);
        store.finishPainting(reading.seq);
      },
    ),
  );

  // --- hands ---------------------------------------------------------------------------------------

  const place = (x: number, y: number) =>
    [(2 * x) / size.width - 1, 1 - (2 * y) / size.height] as const;
  const hitAt = (x: number, y: number): Hit | null => {
    const heights = store.heights.peek()
      ? {
          of: (layer: string, index: number) =>
            heightIn(picture.table, (places.start.get(layer) ?? 0) + index),
          most: HIGHEST,
        }
      : null;
    const ray = rayThrough(lensOf(motion.camera, aspect()), ...place(x, y));
    return pick(space, ray, solidNow(), heights);
  };
  const turn = (camera: Camera) => {
    motion.put(camera);
    held = true;
    quality.stir();
    request();
  };
  const settle = () => {
    held = false;
    motion.put(tidied(motion.camera));
    store.look({ camera: motion.camera });
    request();
    quality.rest();
  };
  const fly = (camera: Camera) => store.look({ camera });
  const slabOf = (layer: string) => space.slabs.find(({ name }) => name === layer);
  const approach = (hit: Hit) => {
    const slab = slabOf(hit.layer);
    const arrangement = store.arrangement.peek();
    if (slab !== undefined) fly(cellCamera(slab, hit.index, arrangement, space, aspect()));
  };
  const toLayer = (layer: string) => {
    const slab = slabOf(layer);
    const arrangement = store.arrangement.peek();
    if (slab !== undefined && !slab.hidden) fly(layerCamera(slab, arrangement, space, aspect()));
  };
  const home = () => store.look({ camera: "isometric", spacing: 1 });
  const fit = () => fly(fitted(motion.camera, outlineOf(space), aspect()));
  stops.push(
    handle(canvas, {
      orbit: (yaw, pitch) => turn(orbited(motion.camera, yaw, pitch)),
      pan: (x, y) =>
        turn(panned(motion.camera, (2 * x) / size.width, (-2 * y) / size.height, aspect())),
      zoom: (factor, x, y) => turn(zoomed(motion.camera, factor, aspect(), ...place(x, y))),
      settle,
      point: (x, y) => store.point(hitAt(x, y)),
      leave: () => store.point(null),
      press: (x, y) => {
        const hit = hitAt(x, y);
        store.pin(hit === null ? null : { layer: hit.layer, index: hit.index });
        store.point(hit);
      },
      approach: (x, y) => {
        const hit = hitAt(x, y);
        if (hit !== null) approach(hit);
      },
      key: makeKeys(store, network, {
        turn: (yaw, pitch) => turn(orbited(motion.camera, yaw, pitch)),
        zoom: (factor) => turn(zoomed(motion.camera, factor, aspect())),
        home,
        fit,
        approach: (cell) => approach({ ...cell, distance: 0 }),
      }),
    }),
  );

  const bar = makeBar(store, {
    inside: () => toLayer(insideOf(network.layers)?.name ?? ""),
    fit,
    home,
  });
  const hint = makeHint();
  host.replaceChildren(bar.element, view, hint.element, keysInWords, spoken);
  host.hidden = false;
  const measure = () => {
    size = { width: Math.max(1, view.clientWidth), height: Math.max(1, view.clientHeight) };
    if (typeof store.camera.peek() === "string") motion.put(wanted());
  };
  const observer = new ResizeObserver(() => {
    measure();
    draw(performance.now());
    quality.rest();
  });
  measure();
  labels.build(network, store.hidden.peek());
  picture.setMaps(mapsIn(space, places));
  stand(false);
  if (stage !== null) {
    const box = view.getBoundingClientRect();
    const from = flatTiles(
      space,
      store.placed.peek(),
      lensOf(motion.camera, aspect()),
      size,
      { left: stage.left - box.left, top: stage.top - box.top },
      motion.camera.distance,
    );
    motion.rise(tilesIn(space), from);
  }
  canvas.addEventListener("webglcontextrestored", () =>
    touch("layout", "colours", "highlights", "faded"),
  );
  observer.observe(view);
  request();
  store.standInSpace(true);

  return () => {
    for (const stop of stops) stop();
    observer.disconnect();
    cancelAnimationFrame(asked);
    quality.stop();
    bar.stop();
    picture.dispose();
    host.dataset.left = String(picture.held);
    host.replaceChildren();
    host.hidden = true;
    store.point(null);
  };
}
