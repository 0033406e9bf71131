/** The programs of the graphics processor: colours go through as they are in the table, so that they equal the 2D view's. */

/** The table's rows are 2 to the power of TABLE_BITS long: shifts are cheaper than divisions, in software much cheaper. */
export const TABLE_BITS = 10;
const IN_TABLE = `
ivec2 inTable(int index) {
  return ivec2(index & ${(1 << TABLE_BITS) - 1}, index >> ${TABLE_BITS});
}`;

/** Maps: one rectangle each, whatever its number of cells. */
export const MAP_VERTEX = `
precision highp float;
uniform mat4 projectionMatrix, modelViewMatrix;
in vec2 position;
in vec3 corner, across, down;
in vec4 cells; // first value, columns, rows, how many
in float faded;
out vec2 at;
flat out vec4 values;
flat out float dim;
void main() {
  values = cells;
  dim = faded;
  at = position * cells.yz;
  vec3 point = corner + position.x * across + position.y * down;
  gl_Position = projectionMatrix * (modelViewMatrix * vec4(point, 1.0));
}`;

export const MAP_FRAGMENT = `
precision highp float;
precision highp int;
uniform sampler2D table;
${IN_TABLE}
uniform vec3 rule;
uniform float lit;
in vec2 at;
flat in vec4 values; // first value, columns, rows, how many
flat in float dim;
out vec4 colour;
void main() {
  vec2 size = values.yz;
  vec2 cell = clamp(floor(at), vec2(0.0), size - 1.0);
  int index = int(cell.y * size.x + cell.x);
  if (index >= int(values.w)) discard;
  vec2 pixel = fwidth(at); // cells a pixel
  vec2 edge = min(at, size - at) / max(pixel, vec2(1e-6));
  float frame = 1.0 - smoothstep(0.6, 1.4, min(edge.x, edge.y));
  if (dim > 0.5) {
    if (frame < 0.5) discard;
    colour = vec4(rule, 1.0);
    return;
  }
  vec4 value = texelFetch(table, inTable(int(values.x) + index), 0);
  vec2 inside = at - cell;
  vec3 shown = value.rgb;
  float coarse = max(pixel.x, pixel.y);
  if (lit > 0.5) {
    // A bevel: the middle of a cell keeps its colour, its edges catch light from above left; grey light, so hues stay.
    float height = abs(value.a * 255.0 - 128.0) / 127.0;
    float light = step(inside.x, 0.16) + step(inside.y, 0.16);
    float shade = step(0.84, inside.x) + step(0.84, inside.y);
    float strength = 0.5 * height * (1.0 - smoothstep(0.12, 0.3, coarse));
    shown = mix(shown, vec3(1.0), strength * 0.6 * min(light, 1.0) * (1.0 - min(shade, 1.0)));
    shown *= 1.0 - strength * min(shade, 1.0);
  }
  vec2 line = min(inside, 1.0 - inside) / max(pixel, vec2(1e-6));
  float grid = (1.0 - smoothstep(0.2, 0.8, min(line.x, line.y))) * (1.0 - smoothstep(0.05, 0.16, coarse));
  shown = mix(shown, rule, 0.45 * grid);
  colour = vec4(mix(shown, rule, frame), 1.0);
}`;

/**
 * Heights: a box a cell, three of its faces, those that can be seen. Not instanced: renderers in software draw each
 * instance by itself, and take three times as long for 9,000 of them.
 */
export const BOX_VERTEX = `
precision highp float;
precision highp int;
uniform sampler2D table;
${IN_TABLE}
uniform vec3 eye, rightward, upward, normal;
uniform float highest;
uniform mat4 projectionMatrix, modelViewMatrix;
in vec3 position; // which corner: −1 or 1 along each direction
in vec3 middle;
in vec2 cell; // index in the table, side
flat out vec3 shown;
out vec3 face;
void main() {
  vec4 value = texelFetch(table, inTable(int(cell.x)), 0);
  float height = floor(value.a * 255.0 + 0.5) - 128.0;
  float tall = highest * cell.y * height / 127.0;
  float half_ = cell.y * 0.46;
  vec3 centre = middle + normal * tall * 0.5;
  vec3 away = eye - centre;
  vec3 towards = vec3(dot(away, rightward), dot(away, upward), dot(away, normal));
  vec3 size = vec3(half_, half_, abs(tall) * 0.5);
  vec3 turned = position * vec3(
    towards.x < 0.0 ? -1.0 : 1.0, towards.y < 0.0 ? -1.0 : 1.0, towards.z < 0.0 ? -1.0 : 1.0);
  vec3 offset = abs(height) < 0.5 ? vec3(0.0) : turned * size;
  vec3 point = centre + rightward * offset.x + upward * offset.y + normal * offset.z;
  shown = value.rgb;
  face = position;
  gl_Position = projectionMatrix * (modelViewMatrix * vec4(point, 1.0));
}`;

export const BOX_FRAGMENT = `
precision highp float;
uniform vec3 rule;
uniform float lit;
flat in vec3 shown;
in vec3 face;
out vec4 colour;
void main() {
  // Light is grey and sides only get darker: hues stay, and the top keeps the colour of the scale.
  float side = face.z > 0.999 ? 1.0 : face.x > 0.999 ? 0.72 : 0.86;
  // One of the three is 1, that of the face; the larger of the others is 1 on an edge.
  vec3 away = abs(face);
  float out_ = away.x + away.y + away.z - 1.0 - min(away.x, min(away.y, away.z));
  float pixel = fwidth(out_) + 1e-6;
  float line = clamp(1.4 - 1.4 * (1.0 - out_) / pixel, 0.0, 1.0) * clamp(1.7 - 3.4 * pixel, 0.0, 1.0);
  colour = vec4(mix(mix(shown, rule, 0.55 * line), shown * side, lit), 1.0);
}`;

/** Lines: ribbons that face the viewer, so many pixels wide. */
export const RIBBON_VERTEX = `
precision highp float;
uniform mat4 projectionMatrix, modelViewMatrix;
uniform vec2 half_;
in vec3 position; // one end
in vec3 other; // the other
in vec2 side; // −1 or 1 across; width in pixels
in vec4 tint;
out vec4 shown;
void main() {
  vec4 here = projectionMatrix * (modelViewMatrix * vec4(position, 1.0));
  vec4 there = projectionMatrix * (modelViewMatrix * vec4(other, 1.0));
  // What lies behind the eye would turn the direction round.
  vec2 from = here.xy / max(here.w, 0.05) * half_;
  vec2 to = there.xy / max(there.w, 0.05) * half_;
  vec2 along = to - from;
  float reach = length(along);
  vec2 aside = reach > 0.0 ? vec2(-along.y, along.x) / reach : vec2(0.0);
  here.xy += aside * side.x * 0.5 * side.y / half_ * here.w;
  here.z -= 0.0006 * here.w;
  shown = tint;
  gl_Position = here;
}`;

/** Receptive fields: translucent sides between what a cell sees in one layer and in the one before. */
export const CONE_VERTEX = `
precision highp float;
uniform mat4 projectionMatrix, modelViewMatrix;
in vec3 position;
in vec4 tint;
out vec4 shown;
void main() {
  shown = tint;
  gl_Position = projectionMatrix * (modelViewMatrix * vec4(position, 1.0));
}`;

export const TINT_FRAGMENT = `
precision highp float;
in vec4 shown;
out vec4 colour;
void main() { colour = vec4(shown.rgb * shown.a, shown.a); }`;
