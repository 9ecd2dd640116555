// The run as a whole: the diagram, the event table, the past and its branches, each by mouse and by keys.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { assertAccessible } from "../help/accessible.mjs";
import { withApp } from "../help/app.mjs";
import { untilServers } from "../help/lab.mjs";
import { binary } from "../help/server.mjs";

const visit = withApp();
/** FIGURE_8 waits at its start: the tests have it at their own pace. */
const FIGURE_8 = "#/lab?scenario=c2-figure-8&at=0";

/** finished plays Figure 8 to its end and waits for the diagram of all of it. */
async function finished(page) {
  await page.getByTestId("finish").click();
  await page.locator('[data-testid="status"][data-status="finished"]').waitFor();
  const diagram = page.getByTestId("diagram");
  await diagram.waitFor();
  return diagram;
}

/** shown waits until the page shows an event within bounds, and says which. */
async function shown(page, least, most) {
  const handle = await page.waitForFunction(
    ([low, high]) => {
      const event = Number(document.querySelector("[data-shown]")?.dataset.shown);
      return event >= low && event <= high ? { event } : null;
    },
    [least, most],
  );
  return (await handle.jsonValue()).event;
}

const number = async (locator, name) => Number(await locator.getAttribute(`data-${name}`));

/** becomes waits until a number that the diagram shows is another one. */
async function becomes(page, name, old) {
  await page.waitForFunction(
    ([key, before]) => {
      const value = document.querySelector('[data-testid="diagram"]').dataset[key];
      return value !== undefined && value !== before;
    },
    [name, String(old)],
  );
  return page.getByTestId("diagram").getAttribute(`data-${name}`);
}

test("by keyboard: walk, to the cause and back, zoom, move, go there", () =>
  visit(FIGURE_8, {}, async (page) => {
    const diagram = await finished(page);
    const { keyboard } = page;
    await diagram.focus();
    const press = async (key, name) => {
      const old = await diagram.getAttribute(`data-${name}`);
      await keyboard.press(key);
      return Number(await becomes(page, name, old));
    };
    const last = await press("ArrowRight", "chosen");
    assert.equal(last, await number(diagram, "events"), "it begins at the present");
    const before = await press("ArrowLeft", "chosen");
    assert.ok(before < last);
    assert.equal(await press("ArrowRight", "chosen"), last);
    const above = await press("ArrowUp", "chosen");
    await press("ArrowDown", "chosen");
    await press("Home", "chosen");
    await press("End", "chosen");

    // A delivery was caused by its sending, which led to the delivery.
    await page.getByTestId("tab-diagram").focus();
    await keyboard.press("ArrowRight");
    await page.getByTestId("events-grid").waitFor();
    await keyboard.press("ArrowLeft");
    await diagram.focus();
    for (let at = last; ; at = await press("ArrowLeft", "chosen")) {
      const text = await page.getByTestId("explained").textContent();
      if (/ deliver m\d+/.test(text)) break;
      assert.ok(at > 1);
    }
    const delivery = await number(diagram, "chosen");
    const sending = await press("Shift+ArrowLeft", "chosen");
    assert.ok(sending < delivery);
    assert.match(await page.getByTestId("explained").textContent(), / send m\d+/);
    assert.equal(await press("Shift+ArrowRight", "chosen"), delivery);

    const scale = await number(diagram, "scale");
    assert.ok((await press("+", "scale")) < scale);
    await press("-", "scale");
    assert.ok((await press("0", "scale")) > 0);
    await press("+", "scale");
    await press("+", "scale");
    const left = await press("PageDown", "left");
    assert.ok((await press("PageUp", "left")) < left);

    await keyboard.press("Enter");
    const event = await shown(page, delivery, last - 1);
    assert.ok(event < last);
    await page.getByTestId("past").waitFor();
    await keyboard.press("Escape");
    await becomes(page, "chosen", delivery);
    assert.ok(above > 0);
  }));

test("by mouse: choose, move, zoom, follow, turn the axis", () =>
  visit(FIGURE_8, {}, async (page) => {
    const diagram = await finished(page);
    await page.getByTestId("axis").selectOption("order");
    const { x, y, width, height } = await diagram.boundingBox();
    const LANES = 52;
    const left = async () => Number(await diagram.getAttribute("data-left"));
    const scale = async () => Number(await diagram.getAttribute("data-scale"));

    // Each event has a column of its own: somewhere in it is its lane.
    const events = await number(diagram, "events");
    const wanted = events - 8;
    const column = x + LANES + (wanted - (await left())) / (await scale());
    let chosen = 0;
    for (let down = 20; down < height - 20 && chosen !== wanted; down += 6) {
      await page.mouse.click(column, y + down);
      chosen = await number(diagram, "chosen");
    }
    assert.equal(chosen, wanted);
    await page.getByTestId("explained").getByText(`Event ${wanted}`).waitFor();

    let old = await left();
    await page.mouse.move(x + width / 2, y + height / 2);
    await page.mouse.down();
    await page.mouse.move(x + width / 2 + 150, y + height / 2, { steps: 5 });
    await page.mouse.up();
    await becomes(page, "left", old);
    assert.ok((await left()) < old, "what is dragged to the right shows what was before");
    assert.equal(await number(diagram, "chosen"), wanted, "a drag chooses nothing");

    old = await left();
    await page.mouse.wheel(0, 300);
    await becomes(page, "left", old);
    assert.ok((await left()) > old);

    const wide = await diagram.getAttribute("data-scale");
    await page.keyboard.down("Control");
    await page.mouse.wheel(0, -400);
    await page.keyboard.up("Control");
    await becomes(page, "scale", wide);
    assert.ok((await scale()) < Number(wide));

    let now = await diagram.getAttribute("data-scale");
    await page.getByTestId("zoom-out").click();
    now = await becomes(page, "scale", now);
    await page.getByTestId("zoom-in").click();
    now = await becomes(page, "scale", now);
    await page.getByTestId("fit").click();
    await becomes(page, "scale", now);
    assert.equal(await page.getByTestId("follow").getAttribute("aria-pressed"), "false");
    await page.getByTestId("follow").click();
    assert.equal(await page.getByTestId("follow").getAttribute("aria-pressed"), "true");

    // An event in words leads to its cause and to what it caused.
    const cause = page.getByTestId("explained").locator("button.link").first();
    const text = await cause.textContent();
    await cause.click();
    await page.waitForFunction(
      (event) => document.querySelector('[data-testid="diagram"]').dataset.chosen === event,
      text.split(" ")[0],
    );
    await page.getByTestId("go-there").click();
    await page.getByTestId("past").waitFor();
  }));

test("the slider, step and back show any moment, and the present is one click away", () =>
  visit(FIGURE_8, {}, async (page) => {
    const diagram = await finished(page);
    const last = await number(diagram, "events");
    await page.getByTestId("scrub").focus();
    await page.keyboard.press("PageDown");
    const first = await shown(page, 0, last - 1);
    await page.getByTestId("past").waitFor();
    await page.getByTestId("back").click();
    const earlier = await shown(page, 0, first - 1);
    await page.getByTestId("step").click();
    await shown(page, earlier + 1, last);
    const { x, y, width } = await page.getByTestId("scrub").boundingBox();
    await page.mouse.click(x + width * 0.3, y + 12);
    const here = await shown(page, 1, Math.round(last / 2));

    // Played from here, it goes on through what happened.
    await page.getByTestId("play").click();
    await shown(page, here + 1, last);
    await page.getByTestId("play").click();
    await page.getByTestId("present").click();
    await page.getByTestId("status").waitFor();
    await shown(page, last, last);
  }));

test("acting in the past starts a branch, which is named, compared and left", () =>
  visit(FIGURE_8, {}, async (page) => {
    const diagram = await finished(page);
    const last = await number(diagram, "events");
    await page.getByTestId("scrub").focus();
    for (let i = 0; i < 3; i++) await page.keyboard.press("PageDown");
    const here = await shown(page, 0, last - 100);
    await page.getByTestId("server-2").click();
    await page.getByTestId("crash").click();
    await page.getByTestId("branch-1").waitFor();
    await untilServers(page, "S2 is down", (all) => !all[1].up);
    assert.equal(await page.getByTestId("branch-1").getAttribute("aria-pressed"), "true");
    assert.ok((await number(diagram, "events")) < last, "the diagram shows the branch");

    await page.getByTestId("rename").click();
    await page.getByTestId("branch-name").fill("what if S2 crashed");
    await page.keyboard.press("Enter");
    await page.getByTestId("branch-1").filter({ hasText: "what if S2 crashed" }).waitFor();

    await page.getByTestId("compare").click();
    const parting = page.getByTestId("parting");
    await parting.waitFor();
    assert.equal(await number(parting, "event"), here + 1);
    const way = page.getByTestId("way-right");
    await way.locator("li.parts", { hasText: "Here they part: S2 crashed" }).waitFor();
    assert.match(await way.locator("header").textContent(), /what if S2 crashed/);
    await page.getByTestId("compare-back").click();
    await page.getByTestId("branch-1").filter({ hasText: "what if S2 crashed" }).waitFor();

    await page.getByTestId("branch-0").click();
    await page.waitForFunction(
      (events) => document.querySelector('[data-testid="diagram"]').dataset.events === events,
      String(last),
    );
    await untilServers(page, "S2 is up", (all) => all[1].up);
    assert.equal(await page.getByTestId("branch-0").getAttribute("aria-pressed"), "true");
  }));

test("the event table has every event, filtered, walked and gone to by keys", () =>
  visit(FIGURE_8, {}, async (page) => {
    const diagram = await finished(page);
    const last = await number(diagram, "events");
    await page.getByTestId("tab-table").click();
    const grid = page.getByTestId("events-grid");
    assert.equal(await grid.getAttribute("aria-rowcount"), String(last + 1));
    assert.ok((await page.locator("tr[data-event]").count()) < 60, "a window of them is there");

    await page.getByTestId("events-where").selectOption("0");
    await page.getByTestId("events-kind").selectOption("crash");
    const crash = page.locator("tr[data-event]");
    await crash.first().waitFor();
    const crashes = await crash.count();
    assert.ok(crashes >= 1 && crashes < 10);
    await grid.focus();
    await page.keyboard.press("Home");
    await page.locator('tr[aria-selected="true"]').waitFor();
    const event = await number(page.locator('tr[aria-selected="true"]'), "event");
    await page.getByTestId("explained").getByText(`Event ${event}`).waitFor();
    await page.keyboard.press("Enter");
    await untilServers(page, "S1 has crashed", (all) => !all[0].up);

    await page.getByTestId("events-kind").selectOption("");
    await page.getByTestId("events-where").selectOption("-1");
    await page.locator(`tr[data-event="${event}"][aria-selected="true"]`).waitFor();
    await page.locator(`tr[data-event="${event + 1}"]`).click();
    await page
      .getByTestId("explained")
      .getByText(`Event ${event + 1}`)
      .waitFor();
    await page.getByTestId("tab-story").click();
    await page.getByTestId("feed").waitFor();
    await page.getByTestId("tab-diagram").click();
    assert.equal(await number(diagram, "chosen"), event + 1, "one choice for all of them");
  }));

test("pictures and the trace are saved, and the trace is one that the terminal replays", () =>
  visit(FIGURE_8, {}, async (page) => {
    await finished(page);
    const save = async (what) => {
      await page.getByTestId("save").click();
      const [file] = await Promise.all([
        page.waitForEvent("download"),
        page.getByTestId(`save-${what}`).click(),
      ]);
      return file.path();
    };
    const svg = readFileSync(await save("svg"), "utf8");
    assert.match(svg, /^<svg .*<title>Space-time diagram, scenario c2-figure-8, seed 1<\/title>/s);
    assert.match(svg, />S5</);
    const png = readFileSync(await save("png"));
    assert.deepEqual(
      [...png.subarray(1, 4)],
      [..."PNG"].map((letter) => letter.charCodeAt(0)),
    );
    const said = execFileSync(binary, ["replay", await save("trace")], { encoding: "utf8" });
    assert.match(said, /the run is as it was recorded/);
    const hash = await page.getByTestId("hash").getAttribute("data-hash");
    assert.ok(said.includes(hash), "it is the run that the page showed");
  }));

test("axe finds nothing in the diagram, the table, the past and a comparison", () =>
  visit(FIGURE_8, {}, async (page) => {
    const diagram = await finished(page);
    await diagram.focus();
    await page.keyboard.press("ArrowLeft");
    await page.getByTestId("go-there").waitFor();
    await page.getByTestId("save").click();
    await assertAccessible(page);
    await page.getByTestId("tab-table").click();
    await page.locator("tr[data-event]").first().waitFor();
    await assertAccessible(page);
    await page.getByTestId("scrub").focus();
    await page.keyboard.press("PageDown");
    await page.getByTestId("past").waitFor();
    await page.getByTestId("story").click();
    await assertAccessible(page);
    await page.getByTestId("story").click();
    await page.getByTestId("crash").click();
    await page.getByTestId("compare").click();
    await page.getByTestId("parting").waitFor();
    await page.getByTestId("diagram-right").waitFor();
    await assertAccessible(page);
  }));

test("a run that takes long to open tells how far it is, and can be given up by a key", () =>
  visit("#/lab?servers=5&seed=5&at=150000", {}, async (page) => {
    await page
      .getByTestId("progress")
      .getByText(/event [\d,]+ of 150,000 is played/)
      .waitFor();
    await page.getByTestId("give-up").press("Enter");
    await page.getByTestId("banner").getByText("given up at event").waitFor();
    assert.equal(await page.getByTestId("progress").count(), 0);
    await page.evaluate(() => {
      location.hash = "#/lab?servers=3&seed=5";
    });
    await untilServers(page, "another run begins", (all) => all.length === 3);
    assert.equal(await page.getByTestId("banner").textContent(), "");
  }));
