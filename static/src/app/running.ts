// What runs worlds: the engine's client, and the runner that asks it. It is fetched after the first paint, which shows
// a recorded moment without it.
import { fetchCatalogue } from "../engine/catalogue.ts";
import { type Client, connect } from "../engine/client.ts";
import { makeRunner, type Runner } from "./runner.ts";
import type { Event, State } from "./state.ts";

export interface Running {
  client: Client;
  runner: Runner;
  /** connected is for the state, once the other two are known. */
  connected: Event;
}

/** begin starts the engine, and has what it says of itself dispatched. `prepare` is makeRunner's. */
export async function begin(
  getState: () => State,
  dispatch: (event: Event) => void,
  prepare: (protocol: string) => Promise<void>,
): Promise<Running> {
  const connecting = connect((message) => dispatch({ kind: "broken", message }));
  const [client, catalogue] = await Promise.all([connecting, fetchCatalogue()]);
  client.onProgress((progress) => dispatch({ kind: "progressed", progress }));
  const runner = makeRunner(client, getState, dispatch, prepare);
  return { client, runner, connected: { kind: "connected", catalogue } };
}
