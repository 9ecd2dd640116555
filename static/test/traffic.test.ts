import assert from "node:assert/strict";
import { test } from "node:test";
import type { CarriedView, ClientView, Frame, OperationView } from "../src/engine/protocol.ts";
import { FAULTS, has, linkName, linksOf, stateOf, turn } from "../src/run/link-commands.ts";
import { endName, endOf, homeOf, traffic } from "../src/run/traffic.ts";
import { clientPlaces } from "../src/views/ring/client-places.ts";
import { along, ringPlaces } from "../src/views/ring/geometry.ts";
import { queues } from "../src/views/ring/queues.ts";
import { enLab } from "../src/words/en-lab.ts";
import { five } from "./fixtures.ts";

const sound = { cut: false, held: false, lossPermille: 0, latency: 0 };
const carried: CarriedView = {
  request: 7,
  client: 2,
  server: 1,
  answer: false,
  text: "put x 1",
  sentAt: 10,
  arriveAt: 20,
  held: false,
  lost: false,
};
const operation: OperationView = {
  id: 1,
  client: 2,
  text: "put x 1",
  path: [3, 1],
  invokedAt: 5,
  returnedAt: 0,
  outcome: "pending",
  result: "",
};

function frameOf(clients: ClientView[], ways: Partial<CarriedView>[] = []): Frame {
  return { ...five, clients, carried: ways.map((way) => ({ ...carried, ...way })) };
}

const same = (text: string): string => text;

test("a run without clients shows none", () => {
  const { pairs, messages, lost, cuts, holds, flaky, slow } = traffic(five, same);
  assert.deepEqual([pairs, messages, lost, cuts, holds, flaky, slow].flat(), []);
});

test("a request goes from the client's end to the server, and its answer comes back", () => {
  const frame = frameOf(
    [{ id: 2, server: 1, links: [] }],
    [{}, { request: 8, answer: true, text: "ok", held: true }],
  );
  const { messages, pairs } = traffic(frame, same);
  assert.deepEqual(
    messages.map(({ from, to, kind, label }) => [from, to, kind, label]),
    [
      [7, 1, "request", "put x 1"],
      [1, 7, "answer", "ok"],
    ],
  );
  assert.deepEqual(pairs, [{ client: 2, server: 1 }]);
  assert.equal(queues(messages).length, 1);
  assert.ok(messages.every(({ id }) => id < 0));
  assert.equal(new Set(messages.map(({ id }) => id)).size, 2);
  assert.equal(endName(endOf(2, 5), 5), "C2");
  assert.equal(endName(5, 5), "S5");
});

test("what was lost is no message, and is counted for each direction of a link", () => {
  const frame = frameOf(
    [{ id: 2, server: 1, links: [] }],
    [
      { lost: true, answer: true, text: "ok" },
      { request: 8, lost: true, answer: true, text: "ok 3" },
      { request: 9, lost: true },
    ],
  );
  const { messages, lost } = traffic(frame, same);
  assert.deepEqual(messages, []);
  assert.deepEqual(lost, [
    { from: 1, to: 7, texts: ["ok", "ok 3"] },
    { from: 7, to: 1, texts: ["put x 1"] },
  ]);
});

test("each fault of a client's link is shown in its direction, and a link with a fault has a line", () => {
  const link = { server: 3, answers: true, ...sound };
  const links = [
    { ...link, cut: true, held: true },
    { ...link, server: 4, answers: false, lossPermille: 300, latency: 200_000 },
  ];
  const { cuts, holds, flaky, slow, pairs } = traffic(frameOf([{ id: 1, server: 0, links }]), same);
  assert.deepEqual(cuts, [[3, 6]]);
  assert.deepEqual(holds, [[3, 6]]);
  assert.deepEqual(flaky, [{ from: 6, to: 4, lossPermille: 300 }]);
  assert.deepEqual(slow, [{ from: 6, to: 4, latency: 200_000 }]);
  assert.deepEqual(
    pairs.map(({ server }) => server),
    [3, 4],
  );
});

test("a client stands near the server that it asked first, also while it is sent on", () => {
  const client = { id: 2, server: 1, links: [] };
  assert.equal(homeOf(client, { operations: [operation] }), 3);
  assert.equal(homeOf(client, { operations: [] }), 1);
  const faulty = { id: 2, server: 0, links: [{ server: 4, answers: true, ...sound, cut: true }] };
  assert.equal(homeOf(faulty, { operations: [{ ...operation, client: 1 }] }), 4);
});

test("clients stand apart from each other, and from servers, in every ring", () => {
  for (const count of [1, 3, 5, 7, 9]) {
    const servers = ringPlaces(count);
    for (const home of [1, count]) {
      const clients = Array.from({ length: 9 }, (_, i) => ({ id: i + 1, server: home }));
      const places = clientPlaces(clients, servers);
      places.forEach((place, i) => {
        for (const other of places.slice(i + 1)) {
          const isApart = Math.abs(place.x - other.x) > 30 || Math.abs(place.y - other.y) > 30;
          assert.ok(isApart, `${count} servers, client ${i + 1}`);
        }
        for (const server of servers) {
          assert.ok(Math.hypot(place.x - server.x, place.y - server.y) > 46, `${count} servers`);
        }
      });
    }
  }
});

test("a way to a client begins at its mark, which is smaller than a server", () => {
  const [server] = ringPlaces(3);
  const [client] = clientPlaces([{ id: 1, server: 1 }], ringPlaces(3));
  assert.ok(server && client);
  const [start, end] = [along(client, server, 0, 0), along(client, server, 1, 0)];
  assert.ok(Math.abs(Math.hypot(start.x - client.x, start.y - client.y) - 29) < 0.01);
  assert.ok(Math.abs(Math.hypot(end.x - server.x, end.y - server.y) - 40) < 0.01);
});

test("each fault of a link begins and ends with a line of the language", () => {
  const link = { client: 2, server: 1, answers: false };
  const lines = FAULTS.flatMap((fault) => [turn(fault, link, false), turn(fault, link, true)]);
  assert.deepEqual(lines, [
    "cut C2 > S1",
    "heal",
    "flaky C2 > S1 50%",
    "flaky C2 > S1 0%",
    "latency C2 > S1 200ms",
    "latency C2 > S1 0ms",
    "hold C2 > S1",
    "release C2 > S1",
  ]);
  assert.equal(linkName({ ...link, answers: true }), "S1 > C2");
});

test("a client has two links to each server, and a link's faults are found", () => {
  assert.deepEqual(
    linksOf(1, 2).map((link) => linkName(link)),
    ["C1 > S1", "S1 > C1", "C1 > S2", "S2 > C1"],
  );
  const frame = frameOf([
    { id: 1, server: 2, links: [{ server: 2, answers: true, ...sound, cut: true }] },
  ]);
  const faulty = stateOf({ client: 1, server: 2, answers: true }, frame);
  const well = stateOf({ client: 1, server: 2, answers: false }, frame);
  assert.deepEqual(
    FAULTS.map((fault) => has(fault, faulty)),
    [true, false, false, false],
  );
  assert.ok(!FAULTS.some((fault) => has(fault, well)));
});

test("an answer that sends a client on is worded", () => {
  const { say } = enLab.links;
  assert.equal(say("redirect=S3"), "ask S3");
  assert.equal(say("redirect=none"), "no leader known");
  assert.equal(say("transfer"), "hands over, ask again");
  assert.equal(say("ok 3"), "ok 3");
  assert.equal(say("put x 3 session=2 request=5 lowest=4 stamp_us=97453"), "put x 3 #5");
});
