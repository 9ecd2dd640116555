// What snapshots and changes of the servers add to the pictures, with their sheet: fetched with the first run that has
// one of them.
import "./chapters.css";

export { Beside } from "./beside.tsx";
export { CountsBy, Seat } from "./members-logs.tsx";
export { Bands, Marks as SeatMarks } from "./members-ring.tsx";
export { Arriving, Folded } from "./snapshots-logs.tsx";
