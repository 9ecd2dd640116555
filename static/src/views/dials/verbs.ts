// The verbs that can be typed, as the engine lists them, made ready for completion. Pure.
import type { VerbInfo } from "../../engine/protocol.ts";

/** verbOf is the verb that a line begins with. The beginning of a verb counts when no other fits; `try` stands for
 * the verb behind it. */
export function verbOf(line: string, verbs: readonly VerbInfo[]): VerbInfo | null {
  const [first = "", second = ""] = line.trim().split(/\s+/);
  if (first === "try" && second !== "") return verbOf(second, verbs);
  const exact = verbs.find(({ name }) => name === first);
  if (exact || first === "") return exact ?? null;
  const begun = verbs.filter(({ name }) => name.startsWith(first));
  return begun.length === 1 ? (begun[0] ?? null) : null;
}

/** examplesOf are lines to complete to: each form of each verb, without what may be left out. */
export function examplesOf(verbs: readonly VerbInfo[]): string[] {
  const forms = verbs.flatMap(({ usage }) =>
    usage.split("\n").flatMap((form) => form.split(" | expect ")),
  );
  return forms.map((form) => form.replace(/ ?\[[^\]]*\]/g, "").trim());
}

export interface Topic {
  topic: string;
  verbs: VerbInfo[];
}

export function topicsOf(verbs: readonly VerbInfo[]): Topic[] {
  const topics = new Map<string, VerbInfo[]>();
  for (const verb of verbs) topics.set(verb.topic, [...(topics.get(verb.topic) ?? []), verb]);
  return [...topics].map(([topic, members]) => ({ topic, verbs: members }));
}
