// The compiler on its way to the page: fetched, kept, cancelled, without room, and without a network.
import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAccessible } from "../help/accessible.mjs";
import { withApp } from "../help/app.mjs";
import { openPage } from "../help/browser.mjs";
import { watched } from "../help/progress.mjs";
import { serve } from "../help/server.mjs";
import { check, giveTools, load, solution } from "../help/toolchain.mjs";
import { QUIET, verdictOf, withTools } from "../help/toolchain-page.mjs";

const visit = withApp();

test("the download reports its bytes, is kept, and replaces what is outdated", () =>
  withTools(visit, { first: true }, async (page, reports) => {
    const fetching = reports.filter(({ kind }) => kind === "fetching");
    const { total } = fetching[0];
    assert.ok(total > 1_000_000 && total < 15_600_000, `${total} bytes`);
    assert.equal(fetching.at(-1).loaded, total);
    const sizes = fetching.map(({ loaded }) => loaded);
    assert.deepEqual(
      sizes,
      sizes.toSorted((a, b) => a - b),
    );
    assert.deepEqual(reports.at(-1), {
      kind: "ready",
      fromCache: false,
      kept: true,
      message: "",
    });

    await page.evaluate(async () => {
      const cache = await caches.open("raftlab-toolchain");
      await cache.put("/toolchain/compile-0000000000000000.wasm", new Response("old"));
    });
    await page.reload();
    await giveTools(page);
    const again = await load(page);
    assert.equal(again.at(-1).fromCache, true);
    const kept = await page.evaluate(async () => {
      const cache = await caches.open("raftlab-toolchain");
      return (await cache.keys()).map(({ url }) => new URL(url).pathname);
    });
    assert.equal(kept.length, 6);
    assert.ok(!kept.some((path) => path.includes("0000000000000000")), kept.join(" "));
  }));

/** alone opens a page of a site of its own, whose network may fail. */
async function alone(body, options) {
  const server = await serve();
  const { page, close } = await openPage(visit.lane().browser, server.url + QUIET, options);
  try {
    await watched(page, async () => {
      await giveTools(page);
      await body(page, server);
    });
  } finally {
    await close();
    await server.close();
  }
}

test("a compiler that is still built is waited for, and fetched as soon as it is there", async () => {
  const { page, complaints, close } = await openPage(visit.lane().browser, "about:blank");
  try {
    await watched(page, async () => {
      const state = { made: 1, of: 6 };
      await page.route(/toolchain\.json/, (route) => route.fulfill({ status: 202, json: state }));
      await page.goto(`${visit.lane().url}#/exercise/timeout`);
      const download = page.getByTestId("download");
      await download.filter({ hasText: "being built, 1 of 6 parts" }).waitFor();
      state.made = 5;
      await download.filter({ hasText: "5 of 6 parts" }).waitFor();
      assert.equal(await download.getByRole("progressbar").getAttribute("value"), "5");
      await assertAccessible(page);
      await page.unroute(/toolchain\.json/);
      await page.locator('[data-testid="download"][data-kind="fetching"]').waitFor();
      await download.waitFor({ state: "detached" });
    });
    assert.deepEqual(
      complaints.filter((one) => !one.startsWith("foreign request: ")),
      [],
    );
  } finally {
    await close();
  }
});

test("a download is cancelled and tried again", () =>
  alone(async (page) => {
    assert.deepEqual((await load(page, { cancelAt: 1 })).at(-1), { kind: "cancelled" });
    assert.equal((await load(page, { cancelAt: 1 })).at(-1).kind, "cancelled");
    assert.equal((await load(page)).at(-1).kind, "ready");
    assert.deepEqual(await check(page, "vote", solution("vote")), []);
  }));

test("a download that fails says which file, and a retry goes on", () =>
  alone(async (page) => {
    const broken = /toolchain\/link-/;
    await page.route(broken, (route) => route.fulfill({ status: 503, body: "later" }));
    const failed = (await load(page)).at(-1);
    assert.equal(failed.kind, "failed");
    assert.match(failed.message, /link-.*503/);
    await page.unroute(broken);
    // What is no WebAssembly must not be found in the cache by the next try.
    await page.route(broken, (route) =>
      route.fulfill({ status: 200, contentType: "application/wasm", body: "<!doctype html>" }),
    );
    assert.equal((await load(page)).at(-1).kind, "failed");
    await page.unroute(broken);
    assert.equal((await load(page)).at(-1).kind, "ready");
  }));

test("without room to keep the files, they are used and a sentence says so", () =>
  alone(async (page, server) => {
    const session = await page.context().newCDPSession(page);
    await session.send("Storage.overrideQuotaForOrigin", {
      origin: new URL(server.url).origin,
      quotaSize: 1_000_000,
    });
    const ready = (await load(page)).at(-1);
    assert.equal(ready.kind, "ready");
    assert.equal(ready.kept, false);
    assert.match(ready.message, /next visit/);
    assert.deepEqual(await check(page, "vote", solution("vote")), []);
  }));

test("after one visit, the page reloads, compiles and grades without network", () =>
  alone(
    async (page, server) => {
      assert.equal((await load(page)).at(-1).kind, "ready");
      await page.evaluate(() => navigator.serviceWorker.ready.then(() => {}));
      await server.close();
      await assert.rejects(fetch(server.url), "the server is gone");
      await page.reload();
      assert.equal(await page.evaluate(() => navigator.serviceWorker.controller !== null), true);
      await giveTools(page);
      const ready = (await load(page)).at(-1);
      assert.deepEqual([ready.kind, ready.fromCache], ["ready", true], JSON.stringify(ready));
      assert.equal((await verdictOf(page, solution("vote"))).verdict, "pass");
    },
    { offline: true },
  ));

test("no page gets files of another build", () =>
  visit("#/", { offline: true }, async (page) => {
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => {}));
    const {
      build: id,
      names,
      files,
    } = await page.evaluate(async () => {
      const kept = (await caches.keys()).filter((name) => name.startsWith("raftlab-site-"));
      const cache = await caches.open(kept[0]);
      return {
        build: document.querySelector('meta[name="build"]').content,
        names: kept,
        files: (await cache.keys()).map(({ url }) => new URL(url).pathname + new URL(url).search),
      };
    });
    assert.deepEqual(names, [`raftlab-site-${id}`]);
    const engines = ["engine", "engine-all", "engine-whole"];
    const programs = [...engines, "guest", "guest-all"].map((one) => `/${one}.wasm`);
    for (const wanted of ["/main.js", ...programs, "/catalogue.json", "/node-worker.js"]) {
      assert.ok(files.includes(`${wanted}?b=${id}`), `${wanted} in ${files.join(" ")}`);
    }
    const unversioned = files.filter((file) => file !== "/" && !file.endsWith(`?b=${id}`));
    assert.ok(
      unversioned.every((file) => /^\/chunk-\w+\.(js|css)$/.test(file)),
      unversioned.join(" "),
    );
  }));

/** refuseStorage makes a page whose browser keeps nothing: no database, and no cache in the worker, as on
 * a page that came over plain HTTP from another machine. */
async function refuseStorage(page) {
  await page.addInitScript(() => {
    const open = () => {
      throw new DOMException("no storage in this window", "InvalidStateError");
    };
    Object.defineProperty(window, "indexedDB", { get: () => ({ open }) });
  });
  await page.route(/toolchain-worker\.js/, async (route) => {
    const response = await route.fetch();
    const body = `delete WorkerGlobalScope.prototype.caches;\n${await response.text()}`;
    await route.fulfill({ response, body });
  });
}

test("the page says that a browser keeps nothing; a download is cancelled, and asked for again", async () => {
  const { url, browser } = visit.lane();
  const { page, close } = await openPage(browser, "about:blank");
  try {
    await watched(page, () => withoutStorage(page, url));
  } finally {
    await close();
  }
});

async function withoutStorage(page, url) {
  await refuseStorage(page);
  let release = () => {};
  const held = new Promise((resolve) => {
    release = resolve;
  });
  await page.route(/toolchain\/link-/, async (route) => {
    await held;
    await route.continue().catch(() => {}); // it was cancelled
  });
  await page.goto(`${url}#/exercise/vote`);
  await page.getByTestId("notices").filter({ hasText: "does not keep" }).waitFor();
  await page.locator('[data-testid="saved"][data-saved="memory"]').waitFor();
  await page.locator('[data-testid="download"][data-kind="fetching"]').waitFor();
  await page.getByTestId("check").click();
  await page
    .locator('[data-testid="verdict"][data-phase="waiting"]')
    .waitFor({ state: "attached" });
  await page.getByTestId("trying").waitFor();
  await assertAccessible(page);
  await page.getByTestId("cancel-load").click();
  await page
    .locator('[data-testid="verdict"][data-phase="failed"]', { hasText: "was not fetched" })
    .waitFor();
  await assertAccessible(page);
  release();
  await page.getByTestId("again").click();
  await page.locator('[data-testid="verdict"][data-verdict="unfinished"]').waitFor();
  await page.locator('[data-testid="download"]', { hasText: "at the next visit" }).waitFor();
  await assertAccessible(page);
}
