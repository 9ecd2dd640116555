// The picture as a file: the same scene as on the screen, on another surface.
import { drawScene } from "./draw-scene.ts";
import type { Scene } from "./scene.ts";
import { CanvasSurface, SvgSurface } from "./surface.ts";

/** A picture for a slide wants more than the screen's pixels. */
const PNG_RATIO = 2;

export function svgOf(scene: Scene, title: string): string {
  const { plot, theme } = scene;
  const surface = new SvgSurface(plot.left + plot.width, plot.height, theme.font);
  drawScene(surface, scene);
  return surface.file(title);
}

export function pngOf(scene: Scene, canvas: HTMLCanvasElement): Promise<Blob | null> {
  const { plot, theme } = scene;
  canvas.width = (plot.left + plot.width) * PNG_RATIO;
  canvas.height = plot.height * PNG_RATIO;
  const context = canvas.getContext("2d");
  if (!context) return Promise.resolve(null);
  context.scale(PNG_RATIO, PNG_RATIO);
  drawScene(new CanvasSurface(context, theme.font), scene);
  return new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
}
