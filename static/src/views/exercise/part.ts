// The props that the parts of the exercise page share.
import type { Workspace } from "../../course/workspace/state.ts";
import type { Session } from "./session.ts";

/** Part are the props of the page's parts. */
export interface Part {
  workspace: Workspace;
  session: Session;
  /** goTo puts the cursor somewhere in the editor. */
  goTo(line: number, column: number): void;
}
