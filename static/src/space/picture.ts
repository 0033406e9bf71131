/** What three.js draws, in four draw calls. It knows tiles, values and lines, and no network. */

import {
  BufferAttribute,
  BufferGeometry,
  CustomBlending,
  DataTexture,
  DoubleSide,
  GLSL3,
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
import { listen } from "../events/listen.ts";
import { FIELD, type Lens, lensOf } from "../layout/camera.ts";
import type { Camera } from "../layout/pose.ts";
import type { Axes, Tile } from "../layout/space.ts";
import {
  boxGeometry,
  coneGeometry,
  drawTall,
  type MapTile,
  mapGeometry,
  putTiles,
  type Ribbon,
  ribbonGeometry,
  type Tint,
  type Triangles,
  type ValueBox,
} from "./geometries.ts";
import {
  BOX_FRAGMENT,
  BOX_VERTEX,
  CONE_VERTEX,
  MAP_FRAGMENT,
  MAP_VERTEX,
  RIBBON_VERTEX,
  TABLE_BITS,
  TINT_FRAGMENT,
} from "./shaders.ts";

/** The size of the drawing in CSS pixels; `ratio`: how many pixels each of these has. */
export interface PixelSize {
  readonly width: number;
  readonly height: number;
  readonly ratio: number;
}

/** How the boxes stand; null: there are none. */
export interface BoxHeights {
  readonly axes: Axes;
  /** In sides of a cell. */
  readonly highest: number;
}

const TABLE_WIDTH = 1 << TABLE_BITS;

/** The picture on one canvas. */
export class Picture {
  /** The pixels of all values; write, then call `update`. */
  readonly table: Uint32Array;
  readonly #renderer: WebGLRenderer;
  readonly #scene: ReturnType<typeof makeScene>;
  readonly #camera = new PerspectiveCamera(FIELD, 1, 0.1, 4000);
  readonly #stopDropping: () => void;
  #size: PixelSize = { width: 1, height: 1, ratio: 1 };
  #boxes: readonly ValueBox[] = [];
  /** Whether the boxes are as high as the table has them now. */
  #tall = false;

  /** Takes over a canvas; throws where there is no WebGL. `count`: how many values there are. */
  constructor(canvas: HTMLCanvasElement, count: number) {
    this.#renderer = rendererOn(canvas);
    this.#scene = makeScene(count);
    this.table = new Uint32Array(this.#scene.bytes.buffer);
    // What belonged to a lost context cannot be deleted later, when there is another one.
    this.#stopDropping = listen(canvas, { webglcontextlost: this.#scene.drop });
  }

  get calls(): number {
    return this.#renderer.info.render.calls;
  }

  /** Geometries and textures that three.js holds. */
  get held(): number {
    return this.#renderer.info.memory.geometries + this.#renderer.info.memory.textures;
  }

  update(): void {
    this.#scene.update();
    this.#tall = false;
  }

  setMaps(maps: readonly MapTile[]): void {
    replace(this.#scene.meshes.maps, mapGeometry(maps));
  }

  /** Where the maps lie now, and which are drawn as frames only. */
  putMaps(tiles: readonly Tile[], faded: readonly boolean[]): void {
    putTiles(this.#scene.meshes.maps.geometry, tiles, faded);
  }

  setBoxes(boxes: readonly ValueBox[]): void {
    this.#boxes = boxes;
    replace(this.#scene.meshes.boxes, boxGeometry(boxes));
    this.#tall = false;
  }

  setRibbons(ribbons: readonly Ribbon[]): void {
    replace(this.#scene.meshes.ribbons, ribbonGeometry(ribbons));
  }

  setCones(cones: readonly Triangles[]): void {
    replace(this.#scene.meshes.cones, coneGeometry(cones));
  }

  setLook(look: { readonly rule: Tint; readonly lit: boolean }): void {
    this.#scene.setLook(look);
  }

  resize(size: PixelSize): void {
    const before = this.#size;
    if (size.ratio !== before.ratio) this.#renderer.setPixelRatio(size.ratio);
    if (size.width !== before.width || size.height !== before.height)
      this.#renderer.setSize(size.width, size.height, false);
    this.#size = size;
  }

  draw(camera: Camera, heights: BoxHeights | null): void {
    const aspect = this.#size.width / this.#size.height;
    const lens = lensOf(camera, aspect);
    look(this.#camera, camera, lens, aspect);
    this.#scene.stand(lens, heights, this.#size);
    if (heights !== null && !this.#tall)
      drawTall(this.#scene.meshes.boxes.geometry, this.#boxes, this.table);
    this.#tall ||= heights !== null;
    this.#renderer.render(this.#scene.root, this.#camera);
  }

  dispose(): void {
    this.#stopDropping();
    this.#scene.drop();
    this.#renderer.dispose();
    this.#renderer.forceContextLoss(); // browsers keep few contexts, and free forgotten ones late
  }
}

function rendererOn(canvas: HTMLCanvasElement): WebGLRenderer {
  const context = canvas.getContext("webgl2", { alpha: true, antialias: false });
  if (context === null) throw new Error("no WebGL");
  const renderer = new WebGLRenderer({ canvas, context, alpha: true });
  renderer.setClearColor(0, 0);
  renderer.sortObjects = false; // they are drawn in the order in which they are added
  return renderer;
}

/** The uniforms: what the shaders need besides the corners. */
function makeUniforms(count: number) {
  const rows = Math.max(1, Math.ceil(count / TABLE_WIDTH));
  const bytes = new Uint8Array(TABLE_WIDTH * rows * 4);
  const texture = new DataTexture(bytes, TABLE_WIDTH, rows);
  const shared = {
    table: { value: texture },
    rule: { value: new Vector3() },
    lit: { value: 0 },
  };
  const boxes = {
    eye: { value: new Vector3() },
    rightward: { value: new Vector3() },
    upward: { value: new Vector3() },
    normal: { value: new Vector3() },
    highest: { value: 1 },
  };
  return { bytes, texture, shared, boxes, half: { value: new Vector2() } };
}

/** Meshes, their materials and the table of values. */
function makeScene(count: number) {
  const { bytes, texture, shared, boxes, half } = makeUniforms(count);
  const root = new Scene();
  root.matrixWorldAutoUpdate = false;
  const meshes = {
    maps: addMesh(root, material(MAP_VERTEX, MAP_FRAGMENT, shared)),
    boxes: addMesh(root, material(BOX_VERTEX, BOX_FRAGMENT, { ...shared, ...boxes })),
    cones: addMesh(root, material(CONE_VERTEX, TINT_FRAGMENT, {}, true)),
    ribbons: addMesh(root, material(RIBBON_VERTEX, TINT_FRAGMENT, { half_: half }, true)),
  };
  return {
    root,
    meshes,
    bytes,
    update: () => {
      texture.needsUpdate = true;
    },
    setLook: ({ rule, lit }: { readonly rule: Tint; readonly lit: boolean }) => {
      shared.rule.value.set(rule[0], rule[1], rule[2]);
      shared.lit.value = lit ? 1 : 0;
    },
    /** Gives the meshes the position of the camera. */
    stand: ({ eye }: Lens, heights: BoxHeights | null, size: PixelSize) => {
      half.value.set(size.width / 2, size.height / 2);
      meshes.boxes.visible = heights !== null;
      if (heights === null) return;
      const { right, up, normal } = heights.axes;
      boxes.eye.value.set(...eye);
      boxes.rightward.value.set(...right);
      boxes.upward.value.set(...up);
      boxes.normal.value.set(...normal);
      boxes.highest.value = heights.highest;
    },
    drop: () => {
      for (const mesh of Object.values(meshes)) {
        mesh.geometry.dispose();
        mesh.material.dispose();
      }
      texture.dispose();
    },
  };
}

/** Lets three.js's camera see what the layout's camera sees. */
function look(camera: PerspectiveCamera, seen: Camera, lens: Lens, aspect: number): void {
  camera.position.set(...lens.eye);
  camera.up.set(...lens.up);
  camera.lookAt(...seen.target);
  camera.near = Math.max(0.05, seen.distance / 200);
  camera.far = seen.distance + 400;
  camera.aspect = aspect;
  camera.updateProjectionMatrix();
  camera.updateMatrixWorld();
}

function replace(mesh: Mesh, geometry: BufferGeometry): void {
  mesh.geometry.dispose();
  mesh.geometry = geometry;
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

function addMesh(
  scene: Scene,
  material: RawShaderMaterial,
): Mesh<BufferGeometry, RawShaderMaterial> {
  const empty = new BufferGeometry();
  empty.setAttribute("position", new BufferAttribute(new Float32Array(0), 3));
  const mesh = new Mesh(empty, material);
  mesh.frustumCulled = false;
  mesh.matrixAutoUpdate = false;
  scene.add(mesh);
  return mesh;
}
