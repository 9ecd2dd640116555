// The worker that runs the engine for whole servers.
import { runEngine } from "./engine-run.ts";
import { startWhole } from "./whole-guest.ts";

void runEngine(startWhole);
