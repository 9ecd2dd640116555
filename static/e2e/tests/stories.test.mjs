// Whole stories, as a learner would play them, each by mouse and again by keyboard alone: a split
// brain that fails, Figure 8 there and back, another way out of it, a branch that is kept as a file, and what
// broke and why.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { withApp } from "../help/app.mjs";
import {
  leaderOf,
  outcome,
  servers,
  setSpeed,
  settled,
  tabTo,
  untilServers,
  WHOLE,
} from "../help/lab.mjs";
import { binary } from "../help/server.mjs";

const visit = withApp();
/** FIGURE_8 waits at its start: the tests have it at their own pace. */
const FIGURE_8 = "#/lab?scenario=c2-figure-8&at=0";
const UNSAFE = `${FIGURE_8}&rules=commit-any-term`;

/** A user does the same things in two ways. A method of either leaves the page in the same state. */
const mouse = (page) => ({
  name: "mouse",
  press: (id) => page.getByTestId(id).click(),
  choose: (id, value) => page.getByTestId(id).selectOption(value),
  type: (id, text) => page.getByTestId(id).fill(text),
  step: () => page.getByTestId("step").click(),
  back: () => page.getByTestId("back").click(),
  async toStart() {
    const { x, y, height } = await page.getByTestId("scrub").boundingBox();
    await page.mouse.click(x + 1, y + height / 2);
  },
  async cutOff(ids) {
    for (const id of ids) await page.getByTestId(`pick-${id}`).click();
    await page.getByTestId("cut-off").click();
  },
  heal: () => page.getByTestId("heal").click(),
  row: (event) => page.locator(`tr[data-event="${event}"]`).click(),
});

const keyboard = (page) => {
  const { keyboard: keys } = page;
  const press = async (id) => {
    await tabTo(page, id);
    await keys.press("Enter");
  };
  /** away leaves a field in which letters are text. */
  const away = () => tabTo(page, "scrub");
  return {
    name: "keyboard",
    press,
    /** A list box takes the arrow keys. */
    async choose(id, value) {
      await tabTo(page, id);
      const list = page.getByTestId(id);
      await keys.press("Home");
      for (let i = 0; (await list.inputValue()) !== value; i++) {
        assert.ok(i < 60, `${id} has no ${value}`);
        await keys.press("ArrowDown");
      }
    },
    async type(id, text) {
      await tabTo(page, id);
      await keys.press("Control+a");
      await keys.type(text);
    },
    step: () => keys.press("."),
    back: () => keys.press(","),
    async toStart() {
      await tabTo(page, "scrub");
      await keys.press("Home");
    },
    async cutOff(ids) {
      await away();
      for (const id of ids) await keys.press(`Shift+Digit${id}`);
      await keys.press("x");
    },
    async heal() {
      await away();
      await keys.press("h");
    },
    async row(event) {
      await tabTo(page, "events-grid");
      await keys.press("Home");
      for (let i = 0; ; i++) {
        const at = await page.locator('tr[aria-selected="true"]').getAttribute("data-event");
        if (Number(at) === event) return;
        assert.ok(i < 100, `the keys do not come to event ${event}`);
        await keys.press("ArrowDown");
        await page.waitForFunction(
          (old) => document.querySelector('tr[aria-selected="true"]')?.dataset.event !== old,
          at,
        );
      }
    },
  };
};

/** byEach makes two tests of one, or without WHOLE one test, by the ways that are named: between them, the stories
 * have each act in both ways. */
function byEach(name, hash, body, only = [mouse, keyboard]) {
  for (const make of WHOLE ? [mouse, keyboard] : only) {
    test(`${name}, by ${make({ keyboard: null }).name}`, () =>
      visit(hash, {}, (page) => body(page, make(page))));
  }
}

const chips = (page) => page.locator('[data-testid^="branch-"]');
const status = (page, wanted) =>
  page.locator(`[data-testid="status"][data-status="${wanted}"]`).waitFor();

/** shown waits until the world just after some event within bounds is there, and says which. */
async function shown(page, least, most = least) {
  const handle = await page.waitForFunction(
    ([low, high]) => {
      const text = document.querySelector('[data-testid="moment"]')?.textContent;
      const event = Number(/event (\d+)/.exec(text)?.[1]);
      return event >= low && event <= high ? { event } : null;
    },
    [least, most],
  );
  return (await handle.jsonValue()).event;
}

/** world is all that the page shows of the cluster, but for the time. */
async function world(page) {
  const state = await page.locator("table.state").first().textContent();
  const logs = await page.locator(".logs").first().textContent();
  return JSON.stringify([await servers(page), state.replace(/in \d+(\.\d+)? ms/, ""), logs]);
}

/** find gives the events of a kind whose line has the words, from the event table. */
async function find(page, user, kind, words) {
  if ((await page.getByTestId("events-grid").count()) === 0) {
    // Of tabs, Tab comes to the one that is open, and the arrows go on from there.
    await user.press(user.name === "mouse" ? "tab-table" : "tab-diagram");
    if (user.name === "keyboard") await page.keyboard.press("ArrowRight");
  }
  await page.getByTestId("events-grid").waitFor();
  await user.choose("events-kind", kind);
  const rows = page.locator("tr[data-event]", { hasText: words });
  await rows.first().waitFor();
  return rows.evaluateAll((all) => all.map((row) => Number(row.dataset.event)));
}

byEach(
  "a leader that is cut off with a minority commits nothing, and its entry is replaced",
  "#/lab",
  async (page, user) => {
    await setSpeed(page, 0.25);
    const old = await settled(page);
    const companion = (old.id % 5) + 1;
    const write = async (value, via) => {
      const before = await page.locator("tr[data-outcome]").count();
      await user.type("op-key", "x");
      await user.type("op-value", value);
      await user.choose("op-via", via);
      await user.press("op-send");
      const row = page.getByTestId(`op-${before + 1}`);
      await row.waitFor();
      return row;
    };
    await outcome(await write("1", "leader"), "ok");
    await user.cutOff([old.id, companion]);
    await page.locator(".cuts path, .cuts line").first().waitFor();
    const before = (await servers(page))[old.id - 1];
    const lost = await write("2", `S${old.id}`);
    const split = await untilServers(page, "the majority has a leader of its own", (all) => {
      const leader = leaderOf(all);
      return leader && leader.id !== old.id && leader.id !== companion;
    });
    assert.equal(split[old.id - 1].role, "leader", "there are two that call themselves leader");
    assert.ok(leaderOf(split).term > split[old.id - 1].term, "but not of the same term (§5.2)");
    await outcome(await write("3", `S${leaderOf(split).id}`), "ok");
    const apart = (await servers(page))[old.id - 1];
    assert.equal(apart.commit, before.commit, "two of five are no majority");
    assert.notEqual(await lost.getAttribute("data-outcome"), "ok");

    await user.press(`server-${old.id}`);
    const row = (name) => page.locator("table.state tr", { hasText: name }).locator("td");
    assert.match(await row("log").textContent(), new RegExp(`${old.term}\\]`));
    await user.heal();
    await untilServers(page, "the old leader follows the new one", (all) => {
      const leader = leaderOf(all);
      const one = all[old.id - 1];
      return (
        leader &&
        one.role === "follower" &&
        one.term === leader.term &&
        one.applied === leader.applied
      );
    });
    await row("data").filter({ hasText: "x=3" }).waitFor();
    assert.doesNotMatch(
      await lost.getAttribute("data-outcome"),
      /ok/,
      "its client never got an answer",
    );
    assert.equal(await page.locator('[data-testid^="check-"][data-ok="false"]').count(), 0);
    await user.press("play");
    const [gone] = await find(page, user, "log", "removed=");
    assert.ok(gone > 0, "the trace has the removal of its entry (§5.3)");
  },
);

byEach(
  "Figure 8 is gone through step by step, there and back, with its events explained",
  FIGURE_8,
  async (page, user) => {
    await user.press("finish");
    await status(page, "finished");
    await page.getByTestId("diagram").waitFor();
    const last = Number(await page.getByTestId("diagram").getAttribute("data-events"));
    await user.toStart();
    await page.getByTestId("past").waitFor();
    let at = await shown(page, 0, 10);

    const STEPS = WHOLE ? 40 : 15;
    const there = [[at, await world(page)]];
    for (let i = 0; i < STEPS; i++) {
      await user.step();
      at = await shown(page, at + 1, last);
      there.push([at, await world(page)]);
    }
    for (const [event, seen] of there.reverse().slice(1)) {
      await user.back();
      await shown(page, event);
      assert.equal(await world(page), seen, `event ${event}, on the way back`);
    }

    // The parts of the figure: which server leads, and what the ring shows.
    const parts = [
      ["S1 role leader term=2", (all) => all[0].role === "leader" && all[0].term === 2],
      ["S5 role leader term=3", (all) => all[4].role === "leader" && !all[0].up],
      ["S1 role leader term=4", (all) => all[0].role === "leader" && !all[4].up],
      ["S5 role leader term=5", (all) => all[4].role === "leader" && all[4].term === 5],
    ];
    for (const [line, holds] of parts) {
      const [subject, ...words] = line.split(" ");
      const events = await find(page, user, "role", words.slice(1).join(" "));
      const rows = await page
        .locator("tr[data-event]")
        .evaluateAll((all) => all.map((row) => [Number(row.dataset.event), row.textContent]));
      const event = rows.find(([one, text]) => events.includes(one) && text.includes(subject))[0];
      await user.row(event);
      await page.locator(`[data-testid="explained"][data-event="${event}"]`).waitFor();
      await page.getByTestId("why").filter({ hasText: "majority" }).waitFor();
      assert.match(await page.getByTestId("why").textContent(), /§5\.2/);
      await user.press("go-there");
      await shown(page, event, event + 8);
      await untilServers(page, line, holds);
    }
  },
);

for (const [rules, hash, ending] of [
  ["the reference rules", FIGURE_8, "finished"],
  ["commit-any-term", UNSAFE, "failed"],
]) {
  byEach(
    `Figure 8 with ${rules}: the other choice at its decisive event, and both compared`,
    hash,
    async (page, user) => {
      await user.press("finish");
      await status(page, ending);
      const diagram = page.getByTestId("diagram");
      await diagram.waitFor();
      const last = await diagram.getAttribute("data-events");
      const hashOf = () => page.getByTestId("hash").getAttribute("data-hash");
      const main = [last, await hashOf(), await world(page)];

      // (c): S1 has its old entry on a majority, and is about to be cut off and to crash. Here it is not.
      const isolations = await find(page, user, "isolate", "isolate");
      const rows = page.locator("tr[data-event]");
      const cut = (
        await rows.evaluateAll((all) =>
          all
            .filter((row) => row.textContent.includes("S1"))
            .map((row) => Number(row.dataset.event)),
        )
      ).at(-1);
      assert.ok(isolations.includes(cut));
      await user.row(cut);
      await user.press("go-there");
      await page.getByTestId("past").waitFor();
      await shown(page, cut, cut + 5);
      await user.back();
      const here = await shown(page, 1, cut - 1);
      await user.heal();
      await page.getByTestId("branch-1").waitFor();
      assert.equal(
        await page.getByTestId("finish").count(),
        0,
        "the story was left: it has no end to run to",
      );
      await user.press("play");
      await untilServers(
        page,
        "S1's entries are committed, the one of term 2 with them (§5.4.2)",
        (all) => all[0].role === "leader" && all[0].commit >= 3 && all[2].commit >= 3,
      );
      await user.press("play");
      await page.getByTestId("play").filter({ hasText: "Play" }).waitFor();
      assert.equal(await page.getByTestId("failure").count(), 0);

      await user.press("rename");
      await page.getByTestId("branch-name").waitFor();
      await page.keyboard.press("Control+a");
      await page.keyboard.type("S1 lives");
      await page.keyboard.press("Enter");
      await page.getByTestId("branch-1").filter({ hasText: "S1 lives" }).waitFor();

      await user.press("compare");
      const parting = page.getByTestId("parting");
      await parting.waitFor();
      assert.equal(Number(await parting.getAttribute("data-event")), here + 1);
      await page.getByTestId("both-slider").press("End");
      if (ending === "failed") {
        await page.getByTestId("facts-left").getByText("Leader Completeness is broken").waitFor();
      }
      const told = async (side) => {
        const way = page.getByTestId(`way-${side}`);
        return (await way.locator("ol").textContent()) + (await way.locator("dl").textContent());
      };
      const [left, right] = [await told("left"), await told("right")];
      assert.match(left, /Here they part: It goes on as before/);
      assert.match(left, /S5 leads term 5/, "there S5 overwrites the entry");
      assert.match(right, /Here they part: .*whole again/);
      assert.doesNotMatch(right, /S5 leads/);
      assert.equal(/Leader Completeness is broken/.test(left), ending === "failed");
      assert.doesNotMatch(right, /Leader Completeness/i);
      await user.press("compare-back");
      await page.getByTestId("branch-1").filter({ hasText: "S1 lives" }).waitFor();

      await user.press("branch-0");
      await status(page, ending);
      await page.waitForFunction(
        (events) =>
          document.querySelector('[data-testid="diagram"]')?.dataset.events === events ||
          document.querySelector('[data-testid="events-grid"]') !== null,
        last,
      );
      const again = [
        await page.getByTestId("scrub").getAttribute("max"),
        await hashOf(),
        await world(page),
      ];
      assert.deepEqual(again, main, "the old branch has not changed");
      assert.equal(await chips(page).count(), 2);
    },
    [ending === "failed" ? mouse : keyboard],
  );
}

const savedAndOpened = async (page, user) => {
  await user.press("finish");
  await status(page, "finished");
  await page.getByTestId("diagram").waitFor();
  await user.toStart();
  await shown(page, 0, 10);
  for (let i = 0; i < 3; i++) await user.step();
  await user.press("server-4");
  await user.press("crash");
  await page.getByTestId("branch-1").waitFor();
  await user.press("play");
  await untilServers(
    page,
    "another server leads than S4",
    (all) => leaderOf(all) !== undefined && !all[3].up,
  );
  await user.press("play");
  await page.getByTestId("play").filter({ hasText: "Play" }).waitFor();
  const save = async () => {
    await user.press("save");
    const [file] = await Promise.all([page.waitForEvent("download"), user.press("save-trace")]);
    return file.path();
  };
  const saved = await save();
  const text = readFileSync(saved, "utf8");
  assert.match(text, / - do \d+ leave\n.* - do \d+ crash S4\n/);
  const said = execFileSync(binary, ["replay", saved], { encoding: "utf8" });
  assert.match(said, /the run is as it was recorded/);

  await page.evaluate(() => {
    location.hash = "#/trace";
  });
  const field = page.getByTestId("trace-file");
  await field.waitFor({ state: "attached" });
  await field.setInputFiles({
    name: "branch.trace",
    mimeType: "text/plain",
    buffer: Buffer.from(text),
  });
  await page.getByTestId("diagram").waitFor();
  await page.waitForFunction(
    (events) => document.querySelector('[data-testid="diagram"]')?.dataset.events === events,
    /^# end events=(\d+) /m.exec(text)[1],
  );
  assert.equal(readFileSync(await save(), "utf8"), text, "the same run, and so the same SHA-256");
};

byEach("a branch is saved as a trace and opened again", FIGURE_8, savedAndOpened, [mouse]);

byEach(
  "a failure is shown with its causes, and each leads to its explanation",
  UNSAFE,
  async (page, user) => {
    await user.press("finish");
    await status(page, "failed");
    assert.match(await page.getByTestId("failure").textContent(), /Leader Completeness/);
    await page.getByTestId("diagram").waitFor();
    await user.press("causes");
    const causes = page.getByTestId("failure-cause");
    const lines = await causes.allTextContents();
    assert.ok(lines.length > 3, "there is more than the last event");
    const numbers = lines.map((line) => Number(line.split(" ")[0]));
    assert.deepEqual(
      numbers,
      [...numbers].sort((a, b) => a - b),
      "in the order in which they happened",
    );
    const leads = lines.findIndex((line) => /S5 leads term 5\.$/.test(line));
    if (user.name === "mouse") await causes.nth(leads).click();
    else {
      await tabTo(page, "failure-cause");
      for (let i = 0; i < leads; i++) await page.keyboard.press("Tab");
      await page.keyboard.press("Enter");
    }
    await page.locator(`[data-testid="diagram"][data-chosen="${numbers[leads]}"]`).waitFor();
    await page
      .getByTestId("why")
      .filter({ hasText: /S5 .*majority/ })
      .waitFor();
    assert.equal(await causes.nth(leads).getAttribute("aria-pressed"), "true");
    await user.press("go-there");
    await untilServers(
      page,
      "S5 leads term 5",
      (all) => all[4].role === "leader" && all[4].term === 5,
    );
  },
  [keyboard],
);
