// A moment is shared, and opened by somebody else: the same run, the same event, and it goes on from there.
import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAccessible } from "../help/accessible.mjs";
import { withApp } from "../help/app.mjs";
import { SIZES } from "../help/browser.mjs";
import { act, outcome, put, servers, setSpeed, settled, untilServers } from "../help/lab.mjs";
import { until, watched } from "../help/progress.mjs";
import { serve, serveCourse } from "../help/server.mjs";

const visit = withApp();

/** share opens the panel and reads both links' fragments. */
async function share(page) {
  await page.getByTestId("share").click();
  const read = async (id) => new URL(await page.getByTestId(id).inputValue()).hash;
  return { link: await read("share-link"), embed: await read("share-embed") };
}

const momentOf = (page) => page.getByTestId("moment").textContent();

const eventOf = async (page) => Number(/event (\d+)/.exec(await momentOf(page))[1]);

async function at(page, event) {
  await page.waitForFunction(
    (wanted) =>
      new RegExp(`event ${wanted}\\b`).test(
        document.querySelector('[data-testid="moment"]')?.textContent ?? "",
      ),
    event,
  );
}

test("a link carries the seed, what was done, and the moment", async () => {
  const sent = {};
  await visit("#/lab?seed=4711&servers=3", {}, async (page) => {
    await setSpeed(page, 1);
    const leader = await settled(page);
    await outcome(await put(page, "colour", "blue"), "ok");
    await act(page, leader.id, "crash");
    await settled(page);
    await page.getByTestId("play").click();
    await page.getByTestId("play").filter({ hasText: "Play" }).waitFor();
    Object.assign(sent, await share(page));
    sent.event = await eventOf(page);
    sent.servers = await servers(page);
    sent.crashed = leader.id;
  });
  assert.match(sent.link, /^#\/lab\/[\w-]+$/);
  await visit(sent.link, {}, async (page) => {
    await at(page, sent.event);
    assert.deepEqual(await servers(page), sent.servers);
    assert.equal(await page.getByTestId("seed").inputValue(), "4711");
    await page.locator("tr[data-outcome=ok]").waitFor();
    // It goes on from there: the servers' workers start now.
    await page.keyboard.press(String(sent.crashed));
    await page.getByTestId("crash").click();
    await page.getByTestId("play").click();
    await untilServers(page, "it is up again", (all) => all[sent.crashed - 1].up);
    // What was sent on has what was done since, too.
    const again = await share(page);
    assert.notEqual(again.link, sent.link);
    // The focus is on the button still, where Escape closes what it opened.
    await page.keyboard.press("Escape");
    await page.getByTestId("share-link").waitFor({ state: "detached" });
    // The same run may be looked at as a trace, and what one left is there when one comes back.
    await page.evaluate((link) => location.assign(link.replace("#/lab/", "#/trace/")), sent.link);
    await at(page, sent.event);
    assert.deepEqual(await servers(page), sent.servers);
    await page.goBack();
    await at(page, sent.event);
    assert.deepEqual(await servers(page), sent.servers);
  });
  await visit(sent.embed, {}, async (page) => {
    await at(page, sent.event);
    assert.deepEqual(await servers(page), sent.servers);
    assert.equal(await page.locator("header.bar").count(), 0);
    assert.equal(await page.getByTestId("open-lab").getAttribute("href"), sent.link);
  });
});

test("a run that was sent starts again as it began, with its switches", async () => {
  const sent = {};
  await visit("#/lab?seed=7&servers=3&elections=prevote,check-quorum", {}, async (page) => {
    await setSpeed(page, 1);
    const leader = await settled(page);
    await act(page, leader.id, "crash");
    await page.getByTestId("play").click();
    await page.getByTestId("play").filter({ hasText: "Play" }).waitFor();
    Object.assign(sent, await share(page));
  });
  await visit(sent.link, {}, async (page) => {
    // At once: the button waits until the page knows what was sent.
    await page.getByTestId("restart-run").click();
    await page.waitForFunction(() => location.hash.includes("elections="));
    const { hash } = new URL(page.url());
    assert.match(hash, /^#\/lab\?seed=7&servers=3&.*elections=prevote,check-quorum$/);
  });
});

test("a moment of a scenario has a short link, in the past too", async () => {
  const sent = {};
  await visit("#/lab?scenario=a4", {}, async (page) => {
    await page.getByTestId("finish").click();
    await page.locator('[data-status="finished"]').waitFor();
    for (let i = 0; i < 3; i++) {
      const before = await eventOf(page);
      await page.getByTestId("back").click();
      await page.waitForFunction(
        (old) =>
          !document.querySelector('[data-testid="moment"]').textContent.includes(`event ${old} `),
        before,
      );
    }
    sent.event = await eventOf(page);
    sent.servers = await servers(page);
    Object.assign(sent, await share(page));
  });
  assert.match(sent.link, /^#\/lab\?scenario=a4-one-vote-per-term&seed=\d+&at=\d+$/);
  await visit(sent.link, {}, async (page) => {
    await at(page, sent.event);
    await page.getByTestId("past").waitFor();
    assert.deepEqual(await servers(page), sent.servers);
  });
});

test("a damaged link says so", () =>
  visit("#/lab/AAAA", {}, async (page) => {
    await page.getByTestId("banner").filter({ hasText: "damaged" }).waitFor();
  }));

/** framed opens a course page of another origin with `hash` in its frame. The lab's server allows that origin, or
 * does not. `body` gets the page, the frame, and what the console said. */
async function framed(hash, isAllowed, body) {
  const lab = { url: "" };
  const course = await serveCourse(() => lab.url + hash);
  const server = await serve(...(isAllowed ? ["--embed", course.url] : []));
  lab.url = server.url;
  const context = await visit.lane().browser.newContext({ viewport: SIZES.desktop });
  try {
    const page = await context.newPage();
    page.setDefaultTimeout(0);
    const said = [];
    page.on("console", (message) => said.push(message.text()));
    page.on("pageerror", (error) => said.push(String(error)));
    await page.goto(course.url);
    await watched(page, () => body(page, page.frameLocator("#frame"), said));
  } finally {
    await context.close();
    await server.close();
    course.close();
  }
}

test("a course page of another origin that is allowed has a lab in it", () =>
  framed("#/embed?scenario=a4&at=0", true, async (page, frame, said) => {
    const shown = frame.getByTestId("moment");
    await frame.getByTestId("server-1").waitFor();
    // It begins by itself neither with the focus nor with the place of the page.
    assert.equal(await page.evaluate(() => document.activeElement.tagName), "BODY");
    assert.equal(await page.evaluate(() => scrollY), 0);
    // It runs there: engine, policy and storage.
    const before = await shown.textContent();
    await frame.getByTestId("step").click();
    await shown.filter({ hasNotText: before }).waitFor();
    const event = Number(/event (\d+)/.exec(await shown.textContent())[1]);
    // A wheel that is turned over the frame scrolls the page around it.
    await frame.locator("#main").hover();
    await page.mouse.wheel(0, 300);
    await page.waitForFunction(() => scrollY > 100);
    // The focus goes in with Tab, and out again.
    await page.locator("#before").focus();
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement.id), "frame");
    for (let i = 0; i < 40; i++) {
      if ((await page.evaluate(() => document.activeElement.id)) === "after") break;
      await page.keyboard.press("Tab");
    }
    assert.equal(await page.evaluate(() => document.activeElement.id), "after");
    // The lab itself opens beside the course, at this moment.
    const [opened] = await Promise.all([
      page.waitForEvent("popup"),
      frame.getByTestId("open-lab").click(),
    ]);
    await at(opened, event);
    assert.equal(new URL(opened.url()).hash, `#/lab?scenario=a4&at=${event}`);
    assert.deepEqual(said, []);
  }));

test("a small frame of any size shows its servers, and nothing of it sticks out", async () => {
  for (const [width, height] of [
    [320, 240],
    [360, 400],
    [500, 320],
    [800, 500],
  ]) {
    await visit("#/embed?scenario=c2&at=120", {}, async (page) => {
      await page.setViewportSize({ width, height });
      await at(page, 120);
      const boxes = await page.$$eval("main > *, .embed .time > *, [data-testid^=server-]", (all) =>
        all
          .filter((one) => getComputedStyle(one).position !== "absolute")
          .map((one) => [one.className.baseVal ?? one.className, one.getBoundingClientRect()])
          .filter(
            ([, { left, top, right, bottom }]) =>
              left < 0 || top < 0 || right > innerWidth || bottom > innerHeight,
          )
          .map(([name]) => name),
      );
      assert.deepEqual(boxes, [], `${width}x${height}`);
      const ring = await page.locator(".ring-view").boundingBox();
      assert.ok(ring.height > height / 2, `${ring.height} pixels of ${height} for the servers`);
      const over = await page.evaluate(() => document.documentElement.scrollHeight - innerHeight);
      assert.equal(over, 0);
    });
  }
});

test("a course page that is not allowed gets no lab", () =>
  framed("#/embed?scenario=a4", false, async (page, frame, said) => {
    // Without the policy there would be a ring; one of the two comes.
    const drawn = frame.getByTestId("server-1");
    const isDrawn = async () => said.length > 0 || (await drawn.count()) > 0;
    await until(page, "the frame is drawn or refused", isDrawn);
    assert.match(said.join("\n"), /frame-ancestors 'none'/);
    assert.equal(await drawn.count(), 0);
  }));

for (const size of Object.keys(SIZES)) {
  test(`axe finds nothing in a small frame and in the panel of links, ${size}`, async () => {
    const check = async (page) => {
      await assertAccessible(page);
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(width <= SIZES[size].width, `${width} pixels wide`);
    };
    await visit("#/embed?scenario=c2&at=120", { size }, async (page) => {
      await at(page, 120);
      await check(page);
    });
    await visit("#/lab?hand=1", { size }, async (page) => {
      await untilServers(page, "the ring is drawn", () => true);
      if (size === "phone") await page.getByTestId("part-client").click();
      await page.getByTestId("side-dials").click();
      await page.getByTestId("nemesis").waitFor();
      await check(page);
      await page.getByTestId("side-manual").click();
      await page.getByText("All verbs").click();
      await share(page);
      await check(page);
    });
  });
}
