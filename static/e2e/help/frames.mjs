// To draw a page without a graphics card is work for the processor, and most tests look at what a page shows,
// not at how smoothly it moves. So a page of a lane draws fewer frames than a screen asks for, as on a machine
// with much to do. The drawing itself has its tests (crowd.test.mjs) and its bench, in pages that draw them all.

/** FRAME_MS is the time between two frames. The page lets a run go on by at most 100 ms in a frame. */
export const FRAME_MS = 50;

/** drawFewFrames runs in each page before its own scripts. */
export function drawFewFrames(gap) {
  const { requestAnimationFrame: ask, setTimeout: timer, performance } = globalThis;
  let asked = new Map();
  let count = 0;
  let last = Number.NEGATIVE_INFINITY;
  const draw = (now) => {
    const calls = asked;
    asked = new Map();
    last = now;
    for (const call of calls.values()) call(now);
  };
  globalThis.requestAnimationFrame = (call) => {
    count += 1;
    if (asked.size === 0) timer(() => ask(draw), last + gap - performance.now());
    asked.set(count, call);
    return count;
  };
  globalThis.cancelAnimationFrame = (id) => asked.delete(id);
}
