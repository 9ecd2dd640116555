// Many messages in flight, drawn on a canvas: as elements of the page, hundreds of them would take longer
// than a frame of the screen lasts. What is drawn is what messages.tsx draws. Loaded when it is needed.

import { levelClass } from "../../base/level.ts";
import type { MessageView } from "../../engine/protocol.ts";
import { levelColor, type Theme } from "../canvas-theme.ts";
import { BOX, compartments, type Shape } from "../shapes.ts";
import { along, labelAt, type Place, type Side, VIEW } from "./geometry.ts";

/** Flight is a message, its shape, and the part of its way that it has made. */
export interface Flight {
  message: MessageView;
  shape: Shape;
  part: number;
}

const LINE_WIDTH = 1.25;
const LINE_ALPHA = 0.32;
const HALO = 4;
/** Sprites are kept while they are this few; labels say numbers, of which there is no end. */
const SPRITES_MAX = 600;

interface Sprite {
  picture: ImageBitmap;
  left: number;
  top: number;
}

/** Painter draws flights on one canvas. */
export class Painter {
  readonly #canvas: HTMLCanvasElement;
  readonly #context: CanvasRenderingContext2D | null;
  readonly #sprites = new Map<string, Sprite>();
  #theme: Theme | null = null;
  #letters = 0;
  /** scale is the device's pixels for each unit of the drawing. */
  #scale = 0;

  constructor(canvas: HTMLCanvasElement) {
    this.#canvas = canvas;
    this.#context = canvas.getContext("2d");
  }

  /** restyle says how messages look now; letters is the size of labels, in units of the drawing. */
  restyle(theme: Theme, letters: number): void {
    if (theme === this.#theme && letters === this.#letters) return;
    this.#theme = theme;
    this.#letters = letters;
    this.#sprites.clear();
  }

  /** fit gives the canvas its size, in pixels of the page. */
  fit(width: number, height: number, ratio: number): void {
    const [across, down] = [Math.round(width * ratio), Math.round(height * ratio)];
    const scale = Math.min(across / VIEW.width, down / VIEW.height);
    if (scale !== this.#scale) this.#sprites.clear();
    this.#scale = scale;
    if (this.#canvas.width === across && this.#canvas.height === down) return;
    this.#canvas.width = across;
    this.#canvas.height = down;
  }

  draw(flights: readonly Flight[], places: readonly Place[]): void {
    const { width, height } = this.#canvas;
    const context = this.#context;
    const theme = this.#theme;
    if (!context || !theme || width === 0 || height === 0) return;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, width, height);
    // As `xMidYMid meet` places the drawing.
    const x = (width - VIEW.width * this.#scale) / 2;
    const y = (height - VIEW.height * this.#scale) / 2;
    this.#ways(context, theme, flights, places, x, y);
    context.setTransform(1, 0, 0, 1, 0, 0);
    for (const { message, part, shape } of flights) {
      const a = places[message.from - 1];
      const b = places[message.to - 1];
      if (!a || !b) continue;
      const at = along(a, b, part);
      const atX = Math.round(x + at.x * this.#scale);
      const atY = Math.round(y + at.y * this.#scale);
      const sprite = this.#shape(theme, shape, message);
      context.drawImage(sprite.picture, atX - sprite.left, atY - sprite.top);
      if (!message.label) continue;
      const side = labelAt(message.label, at, [a, b], places);
      if (!side) continue;
      const label = this.#label(theme, message.label, side);
      context.drawImage(label.picture, atX - label.left, atY - label.top);
    }
  }

  /** ways draws the lines under the messages. Those of several on one link lie on each other, as strongly
   * as if each were drawn. */
  #ways(
    context: CanvasRenderingContext2D,
    theme: Theme,
    flights: readonly Flight[],
    places: readonly Place[],
    x: number,
    y: number,
  ): void {
    const links = new Map<string, { message: MessageView; count: number }>();
    for (const { message } of flights) {
      const key = `${message.from}>${message.to} ${levelClass(message.level)}`;
      const known = links.get(key);
      if (known) known.count += 1;
      else links.set(key, { message, count: 1 });
    }
    context.setTransform(this.#scale, 0, 0, this.#scale, x, y);
    context.lineWidth = LINE_WIDTH;
    for (const { message, count } of links.values()) {
      const a = places[message.from - 1];
      const b = places[message.to - 1];
      if (!a || !b) continue;
      const [start, end] = [along(a, b, 0), along(a, b, 1)];
      context.globalAlpha = 1 - (1 - LINE_ALPHA) ** count;
      context.strokeStyle = levelColor(theme, message.level);
      context.beginPath();
      context.moveTo(start.x, start.y);
      context.lineTo(end.x, end.y);
      context.stroke();
    }
    context.globalAlpha = 1;
  }

  #shape(theme: Theme, shape: Shape, { good, label, level }: MessageView): Sprite {
    const hue = levelClass(level);
    const color = levelColor(theme, level);
    if (shape === "box") {
      const room = BOX.x + 3;
      return this.#sprite(`${label} ${hue}`, room, room, room, room, (context) => {
        drawBox(context, label, color, theme.panel);
      });
    }
    return this.#sprite(`${shape} ${good} ${hue}`, 11, 11, 11, 11, (context) => {
      drawShape(context, shape, good, color, theme.panel);
    });
  }

  #label(theme: Theme, text: string, side: Side): Sprite {
    const key = `${text}\n${side.x} ${side.y} ${side.anchor}`;
    const known = this.#sprites.get(key);
    if (known) return known;
    const letters = this.#letters;
    const font = `${letters}px ${theme.font}`;
    const width = this.#measure(font, text);
    const start = side.x - { start: 0, middle: width / 2, end: width }[side.anchor];
    const room = HALO;
    return this.#sprite(
      key,
      room - start,
      letters + room - side.y,
      start + width + room,
      side.y + letters / 2 + room,
      (context) => {
        context.font = font;
        context.lineJoin = "round";
        context.lineWidth = HALO;
        context.strokeStyle = theme.panel;
        context.fillStyle = theme.quiet;
        context.strokeText(text, start, side.y);
        context.fillText(text, start, side.y);
      },
    );
  }

  #measure(font: string, text: string): number {
    if (!this.#context) return 0;
    this.#context.font = font;
    return this.#context.measureText(text).width;
  }

  /** sprite is a picture that is drawn once: `left`, `top`, `right` and `bottom` are the room around the
   * message's place, in units of the drawing. */
  #sprite(
    key: string,
    left: number,
    top: number,
    right: number,
    bottom: number,
    draw: (context: OffscreenCanvasRenderingContext2D) => void,
  ): Sprite {
    const known = this.#sprites.get(key);
    if (known) return known;
    if (this.#sprites.size >= SPRITES_MAX) this.#sprites.clear();
    const scale = this.#scale;
    const [atX, atY] = [Math.ceil(left * scale), Math.ceil(top * scale)];
    const picture = new OffscreenCanvas(
      Math.max(1, atX + Math.ceil(right * scale)),
      Math.max(1, atY + Math.ceil(bottom * scale)),
    );
    const context = picture.getContext("2d");
    if (context) {
      context.setTransform(scale, 0, 0, scale, atX, atY);
      draw(context);
    }
    const sprite = { picture: picture.transferToImageBitmap(), left: atX, top: atY };
    this.#sprites.set(key, sprite);
    return sprite;
  }
}

const DIAMOND = "M0-9L9 0L0 9L-9 0Z";
const HEXAGON = "M9 0L4.5 8H-4.5L-9 0L-4.5-8H4.5Z";

/** drawBox draws a box and its compartments as messages.tsx does. */
function drawBox(
  context: OffscreenCanvasRenderingContext2D,
  label: string,
  color: string,
  panel: string,
): void {
  context.beginPath();
  context.roundRect(-BOX.x, -BOX.y, 2 * BOX.x, 2 * BOX.y, 2);
  context.fillStyle = panel;
  context.fill();
  context.strokeStyle = color;
  context.lineWidth = 2.5;
  context.stroke();
  context.fillStyle = color;
  for (const [x, width] of compartments(label)) {
    context.fillRect(x, 2 - BOX.y, width, 2 * BOX.y - 4);
  }
}

/** drawShape draws a shape as messages.tsx does. */
function drawShape(
  context: OffscreenCanvasRenderingContext2D,
  shape: Shape,
  good: boolean,
  color: string,
  panel: string,
): void {
  context.fillStyle = color;
  context.strokeStyle = color;
  if (shape === "diamond" || shape === "hexagon") {
    context.fill(new Path2D(shape === "diamond" ? DIAMOND : HEXAGON));
  } else if (shape === "hollow-diamond") {
    const path = new Path2D(DIAMOND);
    context.fillStyle = panel;
    context.fill(path);
    context.lineWidth = 2.5;
    context.stroke(path);
  } else if (shape === "circle") {
    context.beginPath();
    context.arc(0, 0, 6, 0, 2 * Math.PI);
    context.fillStyle = panel;
    context.fill();
    context.lineWidth = 2.5;
    context.stroke();
    context.lineWidth = 1.8;
    if (!good) context.stroke(new Path2D("M-3-3L3 3M3-3L-3 3"));
  } else {
    const isSmall = shape === "small-square";
    const half = isSmall ? 4 : 8;
    context.beginPath();
    context.roundRect(-half, -half, 2 * half, 2 * half, isSmall ? 1.5 : 3);
    context.fill();
  }
}
