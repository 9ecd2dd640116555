// The props that the parts of the page share.
import type { Bring, Folder } from "../../course/bring/state.ts";
import type { Session } from "./session.ts";

export interface Part {
  bring: Bring;
  folder: Folder;
  session: Session;
}
