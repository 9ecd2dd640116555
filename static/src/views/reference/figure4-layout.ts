// Where the parts of Figure 4 stand: side by side, or for a narrow page below each other. The arrows are in the order
// of the words: start, first to second, second to itself, second to third, second to first, third to first.

export interface Layout {
  viewBox: string;
  states: readonly (readonly [x: number, y: number])[];
  arrows: readonly Place[];
}

/** Place is an arrow's path, and where its first line of text stands. */
interface Place {
  path: string;
  x: number;
  y: number;
  anchor?: "start" | "end";
}

export const RADIUS = 58;

export const ACROSS: Layout = {
  viewBox: "0 0 880 400",
  states: [
    [160, 200],
    [450, 200],
    [740, 200],
  ],
  arrows: [
    { path: "M28 200H94", x: 58, y: 188 },
    { path: "M207 158Q305 108 398 160", x: 305, y: 98 },
    { path: "M424 140C396 52 504 52 477 139", x: 450, y: 44 },
    { path: "M497 158Q595 108 688 160", x: 595, y: 98 },
    { path: "M403 242Q305 292 213 242", x: 305, y: 288 },
    { path: "M722 261C668 400 232 400 180 266", x: 450, y: 386 },
  ],
};

export const UPRIGHT: Layout = {
  viewBox: "0 0 390 640",
  states: [
    [200, 120],
    [200, 335],
    [200, 550],
  ],
  arrows: [
    { path: "M200 18V54", x: 212, y: 38, anchor: "start" },
    { path: "M242 167Q278 228 243 286", x: 270, y: 222, anchor: "start" },
    { path: "M259 318C338 296 338 376 262 354", x: 282, y: 288, anchor: "start" },
    { path: "M242 382Q278 443 243 501", x: 270, y: 437, anchor: "start" },
    { path: "M158 288Q122 227 156 170", x: 130, y: 212, anchor: "end" },
    { path: "M142 545C-40 470 -40 200 138 138", x: 44, y: 424, anchor: "start" },
  ],
};
