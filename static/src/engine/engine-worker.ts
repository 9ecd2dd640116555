// The worker that runs the engine of Raft alone, or of all protocols.
import { runEngine } from "./engine-run.ts";
import { startGuest } from "./guest.ts";

void runEngine(startGuest);
