// The surfaces of the diagram: a canvas on the screen, or an SVG for a file. Both get the same strokes, so that
// both show the same.

export interface Stroke {
  color: string;
  width: number;
  /** dash are lengths of strokes and gaps, absent for a whole line. */
  dash?: readonly number[];
  alpha?: number;
}

export interface Fill {
  color: string;
  alpha?: number;
  /** edge is the colour of an outline. */
  edge?: string;
  edgeWidth?: number;
}

export interface Lettering {
  color: string;
  size: number;
  bold?: boolean;
  align?: "left" | "center" | "right";
  /** ground is painted behind the letters, so that lines there do not make them hard to read. */
  ground?: string;
}

export interface Surface {
  rectangle(x: number, y: number, width: number, height: number, fill: Fill): void;
  /** segments draws many lines in one stroke: x1 y1 x2 y2, x1 y1 x2 y2, … */
  segments(points: readonly number[], stroke: Stroke): void;
  /** polygon is closed: x y, x y, … */
  polygon(points: readonly number[], fill: Fill): void;
  circle(x: number, y: number, radius: number, fill: Fill): void;
  text(x: number, y: number, text: string, lettering: Lettering): void;
  /** within clips what `draw` draws. */
  within(x: number, y: number, width: number, height: number, draw: () => void): void;
  measure(text: string, size: number): number;
}

const BOLD = 640;

export class CanvasSurface implements Surface {
  readonly #context: CanvasRenderingContext2D;
  readonly #font: string;
  readonly #widths = new Map<number, Map<string, number>>();
  #lettered = "";

  constructor(context: CanvasRenderingContext2D, font: string) {
    this.#context = context;
    this.#font = font;
  }

  rectangle(x: number, y: number, width: number, height: number, fill: Fill): void {
    const c = this.#context;
    c.globalAlpha = fill.alpha ?? 1;
    c.fillStyle = fill.color;
    c.fillRect(x, y, width, height);
    if (fill.edge) {
      c.setLineDash([]);
      c.strokeStyle = fill.edge;
      c.lineWidth = fill.edgeWidth ?? 1;
      c.strokeRect(x, y, width, height);
    }
  }

  segments(points: readonly number[], stroke: Stroke): void {
    if (points.length === 0) return;
    const c = this.#context;
    c.globalAlpha = stroke.alpha ?? 1;
    c.strokeStyle = stroke.color;
    c.lineWidth = stroke.width;
    c.setLineDash(stroke.dash ? [...stroke.dash] : []);
    c.beginPath();
    for (let i = 0; i + 3 < points.length; i += 4) {
      c.moveTo(points[i] ?? 0, points[i + 1] ?? 0);
      c.lineTo(points[i + 2] ?? 0, points[i + 3] ?? 0);
    }
    c.stroke();
  }

  polygon(points: readonly number[], fill: Fill): void {
    const c = this.#context;
    c.beginPath();
    for (let i = 0; i + 1 < points.length; i += 2) c.lineTo(points[i] ?? 0, points[i + 1] ?? 0);
    c.closePath();
    this.#paint(fill);
  }

  circle(x: number, y: number, radius: number, fill: Fill): void {
    const c = this.#context;
    c.beginPath();
    c.arc(x, y, radius, 0, 2 * Math.PI);
    this.#paint(fill);
  }

  #paint(fill: Fill): void {
    const c = this.#context;
    c.globalAlpha = fill.alpha ?? 1;
    c.fillStyle = fill.color;
    c.fill();
    if (!fill.edge) return;
    c.setLineDash([]);
    c.strokeStyle = fill.edge;
    c.lineWidth = fill.edgeWidth ?? 1;
    c.stroke();
  }

  text(x: number, y: number, text: string, lettering: Lettering): void {
    const c = this.#context;
    if (lettering.ground) this.#ground(x, y, text, lettering);
    c.globalAlpha = 1;
    this.#letter(`${lettering.bold ? BOLD : 400} ${lettering.size}px ${this.#font}`);
    c.textAlign = lettering.align ?? "left";
    c.fillStyle = lettering.color;
    c.fillText(text, x, y);
  }

  #ground(x: number, y: number, text: string, lettering: Lettering): void {
    const { left, top, width, height } = groundOf(this, x, y, text, lettering);
    this.#context.globalAlpha = GROUND_ALPHA;
    this.#context.fillStyle = lettering.ground ?? "";
    this.#context.fillRect(left, top, width, height);
  }

  /** letter sets the font, which is slow, only when it is another one. */
  #letter(font: string): void {
    if (font === this.#lettered) return;
    this.#lettered = font;
    this.#context.font = font;
  }

  within(x: number, y: number, width: number, height: number, draw: () => void): void {
    const c = this.#context;
    c.save();
    c.beginPath();
    c.rect(x, y, width, height);
    c.clip();
    draw();
    c.restore();
    this.#lettered = "";
  }

  /** measure adds up the widths of the letters: numbers are new each time, their digits are not. */
  measure(text: string, size: number): number {
    let widths = this.#widths.get(size);
    if (!widths) {
      widths = new Map();
      this.#widths.set(size, widths);
    }
    let sum = 0;
    for (const letter of text) {
      let width = widths.get(letter);
      if (width === undefined) {
        this.#letter(`400 ${size}px ${this.#font}`);
        width = this.#context.measureText(letter).width;
        widths.set(letter, width);
      }
      sum += width;
    }
    return sum;
  }
}

/** An average letter's share of the font's size, where nothing can be measured. */
const LETTER = 0.56;

export class SvgSurface implements Surface {
  readonly #parts: string[] = [];
  readonly #width: number;
  readonly #height: number;
  readonly #font: string;
  #clips = 0;

  constructor(width: number, height: number, font: string) {
    this.#width = width;
    this.#height = height;
    this.#font = font;
  }

  rectangle(x: number, y: number, width: number, height: number, fill: Fill): void {
    const place = `x="${short(x)}" y="${short(y)}" width="${short(width)}" height="${short(height)}"`;
    this.#parts.push(`<rect ${place} ${paint(fill)}/>`);
  }

  segments(points: readonly number[], stroke: Stroke): void {
    if (points.length === 0) return;
    let path = "";
    for (let i = 0; i + 3 < points.length; i += 4) {
      const [a = 0, b = 0, c = 0, d = 0] = points.slice(i, i + 4);
      path += `M${short(a)} ${short(b)}L${short(c)} ${short(d)}`;
    }
    const dash = stroke.dash ? ` stroke-dasharray="${stroke.dash.join(" ")}"` : "";
    const alpha = stroke.alpha === undefined ? "" : ` stroke-opacity="${stroke.alpha}"`;
    this.#parts.push(
      `<path d="${path}" fill="none" stroke="${escaped(stroke.color)}" stroke-width="${stroke.width}"${dash}${alpha}/>`,
    );
  }

  polygon(points: readonly number[], fill: Fill): void {
    this.#parts.push(`<polygon points="${points.map(short).join(" ")}" ${paint(fill)}/>`);
  }

  circle(x: number, y: number, radius: number, fill: Fill): void {
    this.#parts.push(`<circle cx="${short(x)}" cy="${short(y)}" r="${radius}" ${paint(fill)}/>`);
  }

  text(x: number, y: number, text: string, lettering: Lettering): void {
    const anchor = { left: "start", center: "middle", right: "end" }[lettering.align ?? "left"];
    const bold = lettering.bold ? ` font-weight="${BOLD}"` : "";
    if (lettering.ground) {
      const { left, top, width, height } = groundOf(this, x, y, text, lettering);
      this.rectangle(left, top, width, height, { color: lettering.ground, alpha: GROUND_ALPHA });
    }
    this.#parts.push(
      `<text x="${short(x)}" y="${short(y)}" font-size="${lettering.size}" text-anchor="${anchor}"${bold} ` +
        `fill="${escaped(lettering.color)}">${escaped(text)}</text>`,
    );
  }

  within(x: number, y: number, width: number, height: number, draw: () => void): void {
    this.#clips += 1;
    const id = `clip${this.#clips}`;
    const place = `x="${short(x)}" y="${short(y)}" width="${short(width)}" height="${short(height)}"`;
    this.#parts.push(`<clipPath id="${id}"><rect ${place}/></clipPath><g clip-path="url(#${id})">`);
    draw();
    this.#parts.push("</g>");
  }

  measure(text: string, size: number): number {
    return text.length * size * LETTER;
  }

  /** file is the whole picture; the title is what a screen reader says of it. */
  file(title: string): string {
    return (
      `<svg xmlns="http://www.w3.org/2000/svg" width="${this.#width}" height="${this.#height}" ` +
      `viewBox="0 0 ${this.#width} ${this.#height}" font-family="${escaped(this.#font)}" role="img">` +
      `<title>${escaped(title)}</title>\n${this.#parts.join("\n")}\n</svg>\n`
    );
  }
}

const GROUND_ALPHA = 0.8;
/** How much of a letter's size stands above the line that it is written on. */
const ASCENT = 0.8;

function groundOf(
  surface: Pick<Surface, "measure">,
  x: number,
  y: number,
  text: string,
  { align, size }: Lettering,
): { left: number; top: number; width: number; height: number } {
  const width = surface.measure(text, size);
  const left = x - { left: 0, center: width / 2, right: width }[align ?? "left"];
  return { left: left - 1, top: y - size * ASCENT, width: width + 2, height: size };
}

function paint(fill: Fill): string {
  const alpha = fill.alpha === undefined ? "" : ` opacity="${fill.alpha}"`;
  const edge = fill.edge
    ? ` stroke="${escaped(fill.edge)}" stroke-width="${fill.edgeWidth ?? 1}"`
    : "";
  return `fill="${escaped(fill.color)}"${edge}${alpha}`;
}

function short(value: number): string {
  return String(Math.round(value * 10) / 10);
}

const ESCAPES: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
};

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (letter) => ESCAPES[letter] ?? letter);
}
