// The worker that one server of the lab's protocols lives in.
import { startGuest } from "./guest.ts";
import { serveGuest } from "./serve-guest.ts";

serveGuest(startGuest);
