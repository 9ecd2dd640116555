// As on a machine that has too much to do: files, frames, timers and questions to workers come late. What a
// page leaves to its next frame is not done yet when the next key comes. A test that fails by it has found a
// race, of the page or of its own: LATE=400 make e2e
import { setTimeout as sleep } from "node:timers/promises";

/** LATE is by how much at the most, in milliseconds; 0, as in make test, leaves the pages alone. */
const LATE = Number(process.env.LATE ?? 0);

/** framesComeLate runs in the page. Frames stay in their order, and can be cancelled. */
function framesComeLate(most) {
  const {
    cancelAnimationFrame: cancel,
    requestAnimationFrame: ask,
    setTimeout: timer,
  } = globalThis;
  let held = false;
  const toggle = () => {
    held = !held;
    timer(toggle, Math.random() * most);
  };
  toggle();
  const asked = new Map();
  let count = 0;
  globalThis.requestAnimationFrame = (call) => {
    count += 1;
    const id = count;
    const wait = () =>
      asked.set(
        id,
        ask((now) => {
          if (held) return wait();
          asked.delete(id);
          call(now);
        }),
      );
    wait();
    return id;
  };
  globalThis.cancelAnimationFrame = (id) => cancel(asked.get(id));
  globalThis.setTimeout = (call, wait = 0, ...rest) =>
    timer(call, wait + Math.random() * most, ...rest);
}

/** questionsComeLate runs in the page. Each worker is asked in the order of the page's questions: whichever
 * of their timers comes first sends the oldest. */
function questionsComeLate(most) {
  const { postMessage } = Worker.prototype;
  const queues = new WeakMap();
  Worker.prototype.postMessage = function (...question) {
    const queue = queues.get(this) ?? [];
    queues.set(this, queue);
    queue.push(question);
    setTimeout(() => postMessage.apply(this, queue.shift()), Math.random() * most);
  };
}

/** comeLate is called before a context has pages. */
export async function comeLate(context) {
  if (LATE === 0) return;
  await context.addInitScript(framesComeLate, LATE);
  await context.addInitScript(questionsComeLate, LATE / 4);
  await context.route("**/*", async (route) => {
    await sleep(Math.random() * LATE);
    await route.fallback().catch(() => {}); // the page was closed meanwhile
  });
}
