// What runs worlds: the engine's client, and the runner that asks it. It is fetched after the first paint, which shows
// a recorded moment without it.
export { fetchCatalogue } from "../engine/catalogue.ts";
export { connect } from "../engine/client.ts";
export { makeRunner } from "./runner.ts";
