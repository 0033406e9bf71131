/** The picture itself: what three.js draws, in four draw calls. Knows tiles, values and lines, not networks. */
import {
  BufferAttribute,
  BufferGeometry,
  CustomBlending,
  DataTexture,
  DoubleSide,
  GLSL3,
  InstancedBufferAttribute,
  InstancedBufferGeometry,
  Mesh,
  OneFactor,
  OneMinusSrcAlphaFactor,
  PerspectiveCamera,
  RawShaderMaterial,
  Scene,
  Vector2,
  Vector3,
  WebGLRenderer,
} from "three";
import { type Camera, FIELD, lensOf } from "../../math/camera.ts";
import type { Frame, Tile } from "../../math/space.ts";
import type { Vector } from "../../math/vectors.ts";
import {
  BOX_FRAGMENT,
  BOX_VERTEX,
  CONE_VERTEX,
  MAP_FRAGMENT,
  MAP_VERTEX,
  RIBBON_VERTEX,
  TINT_FRAGMENT,
} from "./shaders.ts";

/** Red, green, blue and opacity, 0..1. */
export type Tint = readonly [number, number, number, number];

/** A map on its tile: where its values begin in the table, and how many cells. */
export interface MapTile {
  readonly start: number;
  readonly columns: number;
  readonly rows: number;
  readonly count: number;
}

/** A value's box: its cell's middle and side, and its place in the table. */
export interface BoxPlace {
  readonly middle: Vector;
  readonly side: number;
  readonly place: number;
}

export interface Ribbon {
  readonly points: readonly Vector[];
  readonly width: number;
  readonly tint: Tint;
}

export interface Triangles {
  readonly points: readonly Vector[];
  readonly tint: Tint;
}

export interface Size {
  readonly width: number;
  readonly height: number;
  readonly ratio: number;
}

/** How the boxes stand; null: there are none. */
export interface Heights {
  readonly frame: Frame;
  /** In sides of a cell. */
  readonly highest: number;
}

export interface Picture {
  /** The pixels of all values; write, then call `update`. */
  readonly table: Uint32Array;
  update(): void;
  setMaps(maps: readonly MapTile[]): void;
  /** Where the maps lie now, and which are drawn as frames only. */
  putMaps(tiles: readonly Tile[], faded: readonly boolean[]): void;
  setBoxes(boxes: readonly BoxPlace[]): void;
  setRibbons(ribbons: readonly Ribbon[]): void;
  setCones(cones: readonly Triangles[]): void;
  setLook(look: { readonly rule: Tint; readonly lit: boolean }): void;
  resize(size: Size): void;
  draw(camera: Camera, heights: Heights | null): void;
  readonly calls: number;
  /** Geometries and textures that three.js holds. */
  readonly held: number;
  dispose(): void;
}

const TABLE_WIDTH = 1024;

/** Takes over a canvas; throws where there is no WebGL. `count`: how many values there are. */
export function makePicture(canvas: HTMLCanvasElement, count: number): Picture {
  const context = canvas.getContext("webgl2", { alpha: true, antialias: false });
  if (context === null) throw new Error("no WebGL");
  const renderer = new WebGLRenderer({ canvas, context, alpha: true });
  renderer.setClearColor(0, 0);
  renderer.sortObjects = false; // they are drawn in the order in which they are added
  const rows = Math.max(1, Math.ceil(count / TABLE_WIDTH));
  const bytes = new Uint8Array(TABLE_WIDTH * rows * 4);
  const texture = new DataTexture(bytes, TABLE_WIDTH, rows);
  const shared = {
    table: { value: texture },
    tableWidth: { value: TABLE_WIDTH },
    rule: { value: new Vector3() },
    lit: { value: 0 },
  };
  const maps = material(MAP_VERTEX, MAP_FRAGMENT, shared);
  const boxes = material(BOX_VERTEX, BOX_FRAGMENT, {
    ...shared,
    eye: { value: new Vector3() },
    rightward: { value: new Vector3() },
    upward: { value: new Vector3() },
    normal: { value: new Vector3() },
    highest: { value: 1 },
  });
  const half = { value: new Vector2() };
  const ribbons = material(RIBBON_VERTEX, TINT_FRAGMENT, { half_: half }, true);
  const cones = material(CONE_VERTEX, TINT_FRAGMENT, {}, true);
  const scene = new Scene();
  scene.matrixWorldAutoUpdate = false;
  const meshes = {
    maps: addMesh(scene, maps),
    boxes: addMesh(scene, boxes),
    cones: addMesh(scene, cones),
    ribbons: addMesh(scene, ribbons),
  };
  const camera = new PerspectiveCamera(FIELD, 1, 0.1, 4000);
  let size: Size = { width: 1, height: 1, ratio: 1 };

  const replace = (mesh: Mesh, geometry: BufferGeometry) => {
    mesh.geometry.dispose();
    mesh.geometry = geometry;
  };
  const draw = (seen: Camera, heights: Heights | null) => {
    const lens = lensOf(seen, size.width / size.height);
    camera.position.set(...lens.eye);
    camera.up.set(...lens.up);
    camera.lookAt(...seen.target);
    camera.near = Math.max(0.05, seen.distance / 200);
    camera.far = seen.distance + 400;
    camera.aspect = size.width / size.height;
    camera.updateProjectionMatrix();
    camera.updateMatrixWorld();
    meshes.boxes.visible = heights !== null;
    if (heights !== null) {
      boxes.uniforms.eye?.value.set(...lens.eye);
      boxes.uniforms.rightward?.value.set(...heights.frame.right);
      boxes.uniforms.upward?.value.set(...heights.frame.up);
      boxes.uniforms.normal?.value.set(...heights.frame.normal);
      if (boxes.uniforms.highest) boxes.uniforms.highest.value = heights.highest;
    }
    half.value.set(size.width / 2, size.height / 2);
    renderer.render(scene, camera);
  };

  const drop = () => {
    for (const mesh of Object.values(meshes)) mesh.geometry.dispose();
    for (const each of [maps, boxes, ribbons, cones]) each.dispose();
    texture.dispose();
  };
  // What belonged to a lost context cannot be deleted later, when there is another one.
  canvas.addEventListener("webglcontextlost", drop);

  return {
    table: new Uint32Array(bytes.buffer),
    update: () => {
      texture.needsUpdate = true;
    },
    setMaps: (next) => replace(meshes.maps, mapGeometry(next)),
    putMaps: (tiles, faded) => putTiles(meshes.maps.geometry, tiles, faded),
    setBoxes: (next) => replace(meshes.boxes, boxGeometry(next)),
    setRibbons: (next) => replace(meshes.ribbons, ribbonGeometry(next)),
    setCones: (next) => replace(meshes.cones, coneGeometry(next)),
    setLook: ({ rule, lit }) => {
      shared.rule.value.set(rule[0], rule[1], rule[2]);
      shared.lit.value = lit ? 1 : 0;
    },
    resize: (next) => {
      if (next.ratio !== size.ratio) renderer.setPixelRatio(next.ratio);
      if (next.width !== size.width || next.height !== size.height)
        renderer.setSize(next.width, next.height, false);
      size = next;
    },
    draw,
    get calls() {
      return renderer.info.render.calls;
    },
    get held() {
      return renderer.info.memory.geometries + renderer.info.memory.textures;
    },
    dispose: () => {
      canvas.removeEventListener("webglcontextlost", drop);
      drop();
      renderer.dispose();
      renderer.forceContextLoss(); // browsers keep few contexts, and free forgotten ones late
    },
  };
}

function material(
  vertexShader: string,
  fragmentShader: string,
  uniforms: RawShaderMaterial["uniforms"],
  translucent = false,
): RawShaderMaterial {
  const made = new RawShaderMaterial({
    glslVersion: GLSL3,
    vertexShader,
    fragmentShader,
    uniforms,
    side: DoubleSide,
  });
  if (!translucent) return made;
  made.transparent = true;
  made.depthWrite = false;
  made.forceSinglePass = true;
  made.blending = CustomBlending;
  made.blendSrc = OneFactor;
  made.blendDst = OneMinusSrcAlphaFactor;
  return made;
}

function addMesh(scene: Scene, material: RawShaderMaterial): Mesh {
  const empty = new BufferGeometry();
  empty.setAttribute("position", new BufferAttribute(new Float32Array(0), 3));
  const mesh = new Mesh(empty, material);
  mesh.frustumCulled = false;
  mesh.matrixAutoUpdate = false;
  scene.add(mesh);
  return mesh;
}

function mapGeometry(maps: readonly MapTile[]): InstancedBufferGeometry {
  const geometry = new InstancedBufferGeometry();
  geometry.setAttribute(
    "position",
    new BufferAttribute(new Float32Array([0, 0, 1, 0, 1, 1, 0, 1]), 2),
  );
  geometry.setIndex([0, 1, 2, 0, 2, 3]);
  geometry.instanceCount = maps.length;
  const cells = maps.flatMap(({ start, columns, rows, count }) => [start, columns, rows, count]);
  const add = (name: string, values: Float32Array, each: number) =>
    geometry.setAttribute(name, new InstancedBufferAttribute(values, each));
  add("cells", Float32Array.from(cells), 4);
  for (const name of ["corner", "across", "down"]) add(name, new Float32Array(3 * maps.length), 3);
  add("faded", new Float32Array(maps.length), 1);
  return geometry;
}

function putTiles(
  geometry: BufferGeometry,
  tiles: readonly Tile[],
  faded: readonly boolean[],
): void {
  const write = (name: string, set: (array: Float32Array) => void) => {
    const attribute = geometry.getAttribute(name);
    if (attribute === undefined) return;
    set(attribute.array as Float32Array);
    attribute.needsUpdate = true;
  };
  const parts = { corner: "corner", across: "right", down: "down" } as const;
  for (const [name, part] of Object.entries(parts)) {
    write(name, (array) => {
      for (const [i, tile] of tiles.entries()) array.set(tile[part], 3 * i);
    });
  }
  write("faded", (array) => array.set(faded.map(Number)));
}

/** The seven corners of three faces that meet, and the six triangles between them. */
const CORNERS = [
  [1, 1, 1],
  [1, -1, 1],
  [1, -1, -1],
  [1, 1, -1],
  [-1, 1, 1],
  [-1, 1, -1],
  [-1, -1, 1],
].flat();
const FACES = [0, 1, 2, 0, 2, 3, 0, 3, 5, 0, 5, 4, 0, 4, 6, 0, 6, 1];

function boxGeometry(boxes: readonly BoxPlace[]): BufferGeometry {
  const geometry = new BufferGeometry();
  const corners = new Int8Array(boxes.length * 21);
  const middles = new Float32Array(boxes.length * 21);
  const own = new Float32Array(boxes.length * 14);
  const index = new Uint32Array(boxes.length * 18);
  for (const [i, { middle, side, place }] of boxes.entries()) {
    corners.set(CORNERS, i * 21);
    for (let corner = 7 * i; corner < 7 * (i + 1); corner++) {
      middles.set(middle, 3 * corner);
      own[2 * corner] = place;
      own[2 * corner + 1] = side;
    }
    for (let j = 0; j < 18; j++) index[18 * i + j] = 7 * i + (FACES[j] ?? 0);
  }
  geometry.setAttribute("position", new BufferAttribute(corners, 3));
  geometry.setAttribute("middle", new BufferAttribute(middles, 3));
  geometry.setAttribute("own", new BufferAttribute(own, 2));
  geometry.setIndex(new BufferAttribute(index, 1));
  return geometry;
}

function ribbonGeometry(ribbons: readonly Ribbon[]): BufferGeometry {
  const pieces = ribbons.reduce((sum, { points }) => sum + Math.max(0, points.length - 1), 0);
  const position = new Float32Array(pieces * 12);
  const other = new Float32Array(pieces * 12);
  const side = new Float32Array(pieces * 8);
  const tints = new Float32Array(pieces * 16);
  const index = new Uint32Array(pieces * 6);
  let piece = 0;
  for (const { points, width, tint } of ribbons) {
    for (let i = 1; i < points.length; i++, piece++) {
      const ends = [points[i - 1] as Vector, points[i] as Vector] as const;
      for (let corner = 0; corner < 4; corner++) {
        const [here, there] = corner < 2 ? ends : [ends[1], ends[0]];
        const at = 4 * piece + corner;
        position.set(here, 3 * at);
        other.set(there, 3 * at);
        // Seen from the other end, left and right change places.
        side.set([(corner === 0 || corner === 3 ? -1 : 1) * (corner < 2 ? 1 : -1), width], 2 * at);
        tints.set(tint, 4 * at);
      }
      index.set(
        [0, 1, 2, 0, 2, 3].map((corner) => 4 * piece + corner),
        6 * piece,
      );
    }
  }
  const geometry = new BufferGeometry();
  geometry.setAttribute("position", new BufferAttribute(position, 3));
  geometry.setAttribute("other", new BufferAttribute(other, 3));
  geometry.setAttribute("side", new BufferAttribute(side, 2));
  geometry.setAttribute("tint", new BufferAttribute(tints, 4));
  geometry.setIndex(new BufferAttribute(index, 1));
  return geometry;
}

function coneGeometry(cones: readonly Triangles[]): BufferGeometry {
  const geometry = new BufferGeometry();
  const points = cones.flatMap((cone) => cone.points);
  const tints = cones.flatMap((cone) => cone.points.flatMap(() => [...cone.tint]));
  geometry.setAttribute("position", new BufferAttribute(Float32Array.from(points.flat()), 3));
  geometry.setAttribute("tint", new BufferAttribute(Float32Array.from(tints), 4));
  return geometry;
}
