// A crowd of moving messages, on a canvas behind the drawing of the ring.
import { useLayoutEffect, useRef } from "preact/hooks";
import type { Frame } from "../../engine/protocol.ts";
import { ringPart } from "../protocols/ring.ts";
import { useTheme } from "../use-canvas-theme.ts";
import { Painter } from "./flights.ts";
import type { Place } from "./geometry.ts";
import { partOf } from "./messages.tsx";

export interface CrowdProps {
  frame: Frame;
  places: Place[];
  calm: boolean;
  /** picked is drawn as an element of the page. */
  picked: number;
}

export function Crowd(props: CrowdProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const probe = useRef<HTMLSpanElement>(null);
  const painter = useRef<Painter | null>(null);
  const theme = useTheme(probe);
  const draw = useRef(() => {});
  draw.current = () => {
    const { frame, places, calm, picked } = props;
    const moving = frame.messages.filter((one) => !one.held && one.id !== picked);
    const { shape } = ringPart(frame.protocol);
    const flights = moving.map((message) => ({
      message,
      shape: shape(message),
      part: partOf(message, frame.now, calm),
    }));
    painter.current?.draw(flights, places);
  };
  useLayoutEffect(() => {
    const element = canvas.current;
    const letters = probe.current;
    if (!element || !letters || !theme) return;
    painter.current ??= new Painter(element);
    const measure = (): void => {
      const { clientWidth, clientHeight } = element;
      painter.current?.restyle(theme, Number.parseFloat(getComputedStyle(letters).fontSize));
      painter.current?.fit(clientWidth, clientHeight, devicePixelRatio || 1);
    };
    measure();
    const observer = new ResizeObserver(() => {
      measure();
      draw.current();
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [theme]);
  useLayoutEffect(() => draw.current());
  return (
    <>
      <canvas ref={canvas} />
      <span ref={probe} class="diagram-probe" hidden />
    </>
  );
}
