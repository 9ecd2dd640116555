// The watch over the tests: it ends one that makes no progress, and says why.
import assert from "node:assert/strict";
import { test } from "node:test";
import { withApp } from "../help/app.mjs";
import { until, watched } from "../help/progress.mjs";

const visit = withApp();
const every = 100;

test("a test whose page stands still ends, with what it waited for and what it last saw", () =>
  visit("#/nowhere", {}, async (page) => {
    const missing = () => page.getByTestId("missing").waitFor();
    await assert.rejects(watched(page, missing, { still: 1, every }), ({ message }) => {
      assert.match(message, /^nothing has moved for \d+ s; last seen: #\/nowhere/);
      assert.match(message, /waiting for getByTestId\('missing'\)/);
      return true;
    });
  }));

test("a test whose page moves for ever ends as well", () =>
  visit("#/nowhere", {}, async (page) => {
    const never = () => until(page, "pigs fly", () => false);
    await assert.rejects(watched(page, never, { hung: 1, every }), ({ message }) => {
      assert.match(message, /^not done after \d+ s, though the page moves; last seen: /);
      assert.match(message, /while waiting until pigs fly/);
      return true;
    });
  }));

test("what a test itself finds wrong is its error, without a word of the watch", () =>
  visit("#/nowhere", {}, async (page) => {
    const wrong = async () => assert.equal(await page.getByTestId("missing").count(), 1);
    await assert.rejects(watched(page, wrong), { name: "AssertionError", actual: 0 });
  }));
