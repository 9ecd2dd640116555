// A test waits for progress, not for a clock: how long something takes says more about the machine than about
// the page. So no wait has a limit of its own. A watch looks at the page now and then, and a test fails when
// nothing that the page shows has moved for a while; it then says what it waited for and what it last saw.
import { setTimeout as sleep } from "node:timers/promises";

/** STILL_MS is how long a page may stand still. What takes a machine longest without a sign on the page is to
 * compile a program for the first time: some seconds on two quiet processors. */
const STILL_MS = 180_000;
/** HUNG_MS ends a test whose page moves on for ever, as a cluster does, and never comes to what is wanted. */
const HUNG_MS = 20 * 60_000;
/** LOOK_MS is the time between two looks. */
const LOOK_MS = 2000;
/** CLOSE_MS is how long a test may take to notice that its page was closed. */
const CLOSE_MS = 30_000;

/** watched runs a test's body, and ends it when the page has stood still for too long. */
export async function watched(page, body, limits = {}) {
  const watch = startWatch(page, { still: STILL_MS, hung: HUNG_MS, every: LOOK_MS, ...limits });
  try {
    return await Promise.race([body(), watch.failed]);
  } catch (error) {
    if (watch.reason === "" || error.message === watch.reason) throw error;
    throw new Error(`${watch.reason}\n${error.message}`, { cause: error });
  } finally {
    watch.end();
  }
}

/** until looks once a frame until `look` gives something, and returns it. */
export async function until(page, what, look) {
  try {
    for (;;) {
      const seen = await look();
      if (seen) return seen;
      await nextFrame(page);
    }
  } catch (error) {
    throw new Error(`while waiting until ${what}: ${error.message}`, { cause: error });
  }
}

export function nextFrame(page) {
  return page.evaluate(() => new Promise(requestAnimationFrame));
}

function startWatch(page, limits) {
  const ended = new AbortController();
  const watch = { reason: "", failed: null, end: () => ended.abort() };
  watch.failed = observe(page, limits, ended.signal).then(async (reason) => {
    if (reason === "") return new Promise(() => {});
    watch.reason = reason;
    // The call that the test waits in fails by this, and says where that is.
    page.close().catch(() => {});
    await sleep(CLOSE_MS, null, { ref: false });
    throw new Error(reason);
  });
  watch.failed.catch(() => {}); // when the body has failed first
  return watch;
}

/** observe resolves to why the test must end, or to "" when it has ended. Before the page has answered once, it
 * does not stand still: it is about to come. */
async function observe(page, { still, hung, every }, signal) {
  const began = Date.now();
  let moved = Number.POSITIVE_INFINITY;
  let seen = { mark: null, text: "nothing" };
  let isLooking = false;
  const see = (next) => {
    isLooking = false;
    if (next.mark !== seen.mark) moved = Date.now();
    seen = next;
  };
  while (await sleep(every, true, { signal, ref: false }).catch(() => false)) {
    // A page with much to do answers late, and is not asked again meanwhile.
    if (!isLooking) look(page).then(see);
    isLooking = true;
    const seconds = (since) => Math.round((Date.now() - since) / 1000);
    if (Date.now() - moved > still) {
      return `nothing has moved for ${seconds(moved)} s; last seen: ${seen.text}`;
    }
    if (Date.now() - began > hung) {
      return `not done after ${seconds(began)} s, though the page moves; last seen: ${seen.text}`;
    }
  }
  return "";
}

/** look gives another mark each time while a page is loaded again: that is a movement, too. */
async function look(page) {
  try {
    return await page.evaluate(shown);
  } catch (error) {
    return { mark: Date.now(), text: String(error) };
  }
}

/** shown runs in the page. Its mark is another one when anything on the page has changed, down to the place of
 * a message, or when a test's own script has counted up `moved`. */
function shown() {
  const { activeElement, documentElement } = document;
  const all = `${documentElement.outerHTML} ${activeElement?.id} ${scrollY} ${globalThis.moved}`;
  let mark = 0;
  for (let i = 0; i < all.length; i++) mark = (mark * 31 + all.charCodeAt(i)) | 0;
  const signs = [
    "moment",
    "status",
    "banner",
    "failure",
    "verdict",
    "problems",
    "download",
    "saved",
  ];
  const texts = signs.map((id) => {
    const text = document.querySelector(`[data-testid="${id}"]`)?.textContent.trim();
    return text ? `${id} “${text.slice(0, 200)}”` : "";
  });
  return { mark, text: [location.hash, ...texts.filter((text) => text !== "")].join(", ") };
}
