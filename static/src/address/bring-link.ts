// The addresses of the page that takes a whole Raft. They are apart from the other routes: the first paint has no link
// to it, and is without them.

export const BRING = "#/bring";

/** SKELETON opens exercise 13 there, a whole server that is to be written. */
export const SKELETON = `${BRING}?example=skeleton`;
