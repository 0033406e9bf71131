import { expect, test } from "vitest";
import { add, scaled, type Vector } from "../math/vectors.ts";
import { DESCRIPTION } from "../testing/description.ts";
import { SKIPPING } from "../testing/skipping.ts";
import { slabIn, spaceOf } from "../testing/spaces.ts";
import { lensOf, project, rayThrough } from "./camera.ts";
import { pick } from "./picking.ts";
import { PRESETS } from "./pose.ts";
import { cellTile, middleOfTile } from "./space.ts";
import { layerCamera, presetCamera } from "./viewpoints.ts";

test.each(["row", "stack"] as const)(
  "in a %s, a layer's cells are picked where they are seen",
  (arrangement) => {
    for (const description of [DESCRIPTION, SKIPPING]) {
      const space = spaceOf(description, { arrangement });
      for (const slab of space.slabs) {
        const lens = lensOf(layerCamera(slab, arrangement, space, 1.3), 1.3);
        for (let index = 0; index < slab.count; index += 11) {
          const seen = project(lens, middleOfTile(cellTile(space, slab, index)));
          if (seen === null) throw new Error(`${slab.name} ${index} is not seen`);
          const hit = pick(
            space,
            rayThrough(lens, seen.x, seen.y),
            (each) => each.name === slab.name,
          );
          expect(hit, `${slab.name} ${index}`).toMatchObject({ layer: slab.name, index });
        }
      }
    }
  },
);

test("from every preset, what is nearest is picked, and nothing that is hidden", () => {
  const space = spaceOf(DESCRIPTION, { hidden: ["conv1"] });
  for (const preset of PRESETS) {
    const lens = lensOf(presetCamera(preset, "row", space, 1.2), 1.2);
    for (let x = -0.9; x < 1; x += 0.06) {
      for (let y = -0.9; y < 1; y += 0.06) {
        const ray = rayThrough(lens, x, y);
        const hit = pick(space, ray);
        expect(hit?.layer).not.toBe("conv1");
        const each = space.slabs.map((slab) => pick(space, ray, (other) => other === slab));
        const distances = each.flatMap((one) => (one === null ? [] : [one.distance]));
        if (hit !== null) expect(hit.distance).toBe(Math.min(...distances));
        else expect(distances).toEqual([]);
      }
    }
  }
});

test("a tall box is picked where it stands out over its neighbours", () => {
  const space = spaceOf(DESCRIPTION);
  const slab = slabIn(space, "input");
  const tall = 28 * 14 + 14;
  const of = (layer: string, index: number) => (layer === "input" && index === tall ? 1 : 0);
  const lens = lensOf(presetCamera("side", "row", space, 1.2), 1.2);
  const side = middleOfTile(cellTile(space, slab, tall));
  const out: Vector = add(side, scaled(space.axes.normal, 3 * slab.cell));
  const seen = project(lens, out);
  const ray = rayThrough(lens, seen?.x ?? 0, seen?.y ?? 0);
  const heights = { of, most: 4 };
  expect(pick(space, ray, (each) => each === slab, heights)).toMatchObject({ index: tall });
  expect(pick(space, ray, (each) => each === slab)?.index).not.toBe(tall);
});
