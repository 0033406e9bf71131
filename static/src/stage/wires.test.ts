import { expect, test } from "vitest";
import { castOf } from "../layout/cast.ts";
import { layOutHall } from "../layout/hall.ts";
import { kernelsOf } from "../layout/kernels.ts";
import type { Placed } from "../layout/placed.ts";
import { cellsOnStage } from "../layout/places.ts";
import { planes } from "../math/tensor.ts";
import { edgesOf } from "../network/edges.ts";
import { indexNetwork } from "../network/network.ts";
import { DESCRIPTION } from "../testing/description.ts";
import { wiresOf } from "./wires.ts";

const NETWORK = indexNetwork(DESCRIPTION);
const ROOM = { width: 814, height: 690, ratio: 1, rem: 20, heading: 40 };

/** A lecture's stage with the first convolution large: its maps stand in rows of two. */
function inHall(): readonly Placed[] {
  const names = NETWORK.layers.map(({ name }) => name);
  const shapes = NETWORK.layers.map((layer) => ({
    ...planes(layer.shape),
    name: layer.name,
    hidden: false,
    units: layer.shape.length < 3,
    kernels: layer.name === "conv1" ? kernelsOf(layer, NETWORK) : undefined,
  }));
  return layOutHall(shapes, castOf(names, edgesOf(NETWORK), "conv1", 3), ROOM);
}

test("in a lecture a line leads from the input to each kernel, and through no map", () => {
  const placed = inHall();
  const conv1 = placed.find(({ name }) => name === "conv1") as Placed;
  const whole = [0, 27] as const;
  const maps = Array.from({ length: 6 }, (_, i) => cellsOnStage(conv1, i, whole, whole, 1));
  const lines = wiresOf(NETWORK, placed, 1).filter(({ straight }) => !straight);
  expect(lines).toHaveLength(6);
  for (const [i, { past, to }] of lines.entries()) {
    const map = maps[i] as (typeof maps)[number];
    expect(to.x).toBeLessThan(map.x);
    expect(to.x).toBeGreaterThan(i % 2 === 0 ? 0 : (maps[i - 1] as typeof map).x + map.width);
    expect(to.y).toBeGreaterThan(map.y);
    expect(to.y).toBeLessThan(map.y + map.height);
    if (i % 2 === 0) expect(past).toBeUndefined();
    else {
      const isFree = maps.every(
        ({ y, height }) => (past?.y ?? y) < y || (past?.y ?? y) > y + height,
      );
      expect(isFree).toBe(true);
    }
  }
});
