// What the index of a trace has to know of a protocol's lines.

export interface LineRules {
  /** work are the protocol's kinds of lines: what a server did with an input. */
  work: readonly string[];
  /** applied is the kind of work from which an answer to a client results, "" for none. */
  applied: string;
  /** marks are the kinds of work that are seen from afar. */
  marks: readonly string[];
  /** messages are the kinds of requests, each with its kind of reply. */
  messages: readonly (readonly [request: string, reply: string])[];
  /** others are requests whose reply is another request's, each with that reply, "" for none. */
  others: readonly (readonly [request: string, reply: string])[];
  /** badges are what a running server can be; a server that starts is the first of them. */
  badges: readonly string[];
  /** changes is what a line of work says that its server is now, null for nothing. */
  changes(kind: string, details: string): Change | null;
  /** levelOf is the level that a message carries, 0 for none. */
  levelOf(details: string): number;
  isRefusal(details: string): boolean;
}

/** Change is a server's new badge and level: "" and 0 leave what is there. */
export interface Change {
  badge: string;
  level: number;
}

/** plainRules are for a protocol of which nothing is known. */
export const plainRules: LineRules = {
  work: [],
  applied: "",
  marks: [],
  messages: [],
  others: [],
  badges: ["up"],
  changes: () => null,
  levelOf: () => 0,
  isRefusal: () => false,
};
