// An engine that answers at once stands in for the real one: a run of as many events as one likes, with nine
// servers and 200 messages on their way, so that drawing is all that a page of it does.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { openPage } from "./browser.mjs";

const fixture = (name) =>
  readFileSync(join(import.meta.dirname, "..", "..", "test", "fixtures", `${name}.json`), "utf8");

/** The stand-in: every 400 microseconds a message leaves, and one that left 80 milliseconds before arrives,
 * so that there are 200 on their way. `start` with servers=EVENTS/10000 begins a run of so many events. */
const worker = `
  const base = ${fixture("nine")};
  const FLIGHTS = 200, TICK = 400, SERVERS = 9;
  const total = Number(new URL(location.href).searchParams.get("events") ?? EVENTS);
  const KINDS = [
    "AppendEntries term=T prev=5/2 entries=3 commit=4",
    "AppendEntriesReply term=T match=5",
    "RequestVote term=T last=5/2",
    "RequestVoteReply term=T granted",
  ];
  const ROLES = ["leader", "follower", "candidate"];
  const term = (n) => 1 + Math.floor(n / 400);
  const link = (n) => { const from = 1 + n % SERVERS; return [from, 1 + (from + n % (SERVERS - 1)) % SERVERS]; };
  const kind = (n) => KINDS[n % 4].replace("T", term(n));
  const line = (event) => {
    if (event <= SERVERS) return event + " 0 S" + event + " boot records=0";
    const n = Math.floor((event - SERVERS - 1) / 4), time = n * TICK;
    const [from, to] = link(n), [oldFrom, oldTo] = link(Math.max(0, n - FLIGHTS));
    switch ((event - SERVERS - 1) % 4) {
      case 0: return event + " " + time + " S" + from + " send m" + (n + 1) + " S" + to + " " + kind(n);
      case 1: {
        if (n < FLIGHTS) return event + " " + time + " S" + oldTo + " wake";
        const old = " deliver m" + (n - FLIGHTS + 1) + " S" + oldFrom + " " + kind(n - FLIGHTS);
        return event + " " + time + " S" + oldTo + old;
      }
      case 2: {
        const role = " role " + ROLES[(n / 40) % 3] + " term=" + term(n);
        return event + " " + time + " S" + to + (n % 40 === 0 ? role : " commit index=" + n);
      }
      default: return event + " " + time + " S" + to + " apply index=" + n + " put x " + n;
    }
  };
  const nowOf = (event) => Math.max(0, Math.floor((event - SERVERS - 1) / 4)) * TICK;
  let last = 0, sent = 0;
  const frame = (id, event) => {
    const n = Math.max(0, Math.floor((event - SERVERS - 1) / 4)), now = nowOf(event);
    const messages = [];
    for (let m = Math.max(0, n - FLIGHTS); m < n; m++) {
      const [from, to] = link(m);
      const times = { sentAt: m * TICK, arriveAt: (m + FLIGHTS) * TICK, held: false };
      const what = { kind: KINDS[m % 4].split(" ")[0], label: "3:t2", level: term(m), good: true };
      messages.push({ id: m + 1, from, to, ...what, ...times });
    }
    const lines = [];
    for (let e = sent + 1; e <= last; e++) lines.push(line(e));
    const from = sent + 1;
    sent = last;
    const run = { branch: 0, branches: [], status: "playing", failure: "", causes: [], header: [] };
    return { ...base, ...run, id, event, now, last, past: event < last, from, lines, messages };
  };
  onmessage = ({ data }) => {
    if (typeof data !== "string") return;
    const { id, kind, until, event } = JSON.parse(data);
    const reply = (value) => postMessage(JSON.stringify({ ...value, id }));
    if (kind === "explain") {
      const nothing = { causes: [], effects: [], sentence: "", code: "", args: [], place: "", calls: [] };
      return reply({ v: base.v, kind: "explain", event, ...nothing });
    }
    if (kind === "judge") {
      const nothing = { operations: 0, sentence: "", code: "", args: [], culprits: [] };
      return reply({ v: base.v, kind: "judge", outcome: "linearizable", ...nothing });
    }
    if (kind === "start") { last = total; sent = 0; return reply(frame(id, last)); }
    if (kind === "seek") return reply(frame(id, Math.min(last, Math.max(1, event))));
    if (kind === "advance") last = Math.max(last, SERVERS + 4 * Math.floor(until / TICK));
    reply(frame(id, last));
  };
  postMessage(JSON.stringify({ v: base.v, kind: "ready" }));
`;

/** open gives a page whose engine is the stand-in. */
export async function open(browser, url, events) {
  const { page, close } = await openPage(browser, `${url}#/nowhere`);
  await page.route(/engine-worker\.js/, (route) =>
    route.fulfill({
      contentType: "text/javascript; charset=utf-8",
      body: worker.replace("EVENTS", String(events)),
    }),
  );
  return { page, close };
}

export async function lab(page, url) {
  await page.goto("about:blank");
  await page.goto(`${url}#/lab?servers=9`);
  await page.getByTestId("diagram").waitFor();
  await page.waitForFunction(() => document.querySelector("[data-events]").dataset.events !== "0");
}
