// Opens a run of a whole server in the lab.
import type { Controls } from "./controls.ts";

/** WHOLE_LAB is the lab's address for such a run. Nobody else can open it: the program is in this page only. */
export const WHOLE_LAB = "#/lab?whole";

/** openWhole plays a scenario with a program at once, and shows the lab at an event of it: by default at its end, which
 * is where something broke. It resolves to whether the run has begun. */
export async function openWhole(
  on: Controls,
  module: WebAssembly.Module,
  scenario: string,
  { event = Number.MAX_SAFE_INTEGER }: { event?: number } = {},
): Promise<boolean> {
  const play = { scenario: "", seed: "", servers: 0, rules: "", text: scenario, event };
  if (!(await on.run({ ...play, isWhole: true }, module))) return false;
  await on.goOn(0, event, WHOLE_LAB);
  return true;
}
