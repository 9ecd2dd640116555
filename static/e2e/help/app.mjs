// The app, as a test file opens it: on the file's lane, a page for each test.
import assert from "node:assert/strict";
import { after, before } from "node:test";
import { newPage, openPage } from "./browser.mjs";
import { takeLane } from "./lane.mjs";
import { watched } from "./progress.mjs";

/** withApp serves the app for one test file. visit(hash, options, body) opens a page of it for `body`,
 * and fails when the page complained in the console or on the network. A page that is `alone` has a browser
 * context of its own, and if it is `offline`, a service worker, too. One that is `first` finds no compiler kept. */
export function withApp() {
  let lane;
  before(async () => {
    lane = await takeLane();
  });
  after(() => lane?.close());
  async function visit(hash, options, body) {
    const { page, complaints, close } = await visit.open(hash, options);
    try {
      await watched(page, () => body(page));
      assert.deepEqual(complaints, []);
    } finally {
      await close();
    }
  }
  /** open is for a page that several tests share; who opens it closes it, and looks at its complaints. */
  visit.open = async (hash, { alone = false, offline = false, first = false, ...look } = {}) => {
    const url = lane.url + hash;
    if (alone || offline) return openPage(lane.browser, url, { offline, ...look });
    await lane.forget(first);
    return newPage(lane.context, url, look);
  };
  /** lane gives what a test needs that has a server, a context or a policy of its own. */
  visit.lane = () => lane;
  return visit;
}
