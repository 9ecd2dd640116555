// The worker that one whole server lives in.
import { serveGuest } from "./serve-guest.ts";
import { startWhole } from "./whole-guest.ts";

serveGuest(startWhole);
