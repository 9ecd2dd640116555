// Scenarios by the subject that they belong to: "A5" is the fifth of subject A.
import type { ScenarioInfo } from "../engine/protocol.ts";
import type { Words } from "../words/index.ts";

export interface SubjectGroup {
  letter: string;
  title: string;
  scenarios: ScenarioInfo[];
}

export function grouped(scenarios: readonly ScenarioInfo[], words: Words): SubjectGroup[] {
  const groups = new Map<string, ScenarioInfo[]>();
  for (const one of scenarios) {
    const letter = one.subject.charAt(0).toUpperCase();
    groups.set(letter, [...(groups.get(letter) ?? []), one]);
  }
  return [...groups]
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([letter, members]) => ({
      letter,
      title: words.home.subjects[letter] ?? words.home.otherSubject,
      scenarios: members.sort((a, b) =>
        a.subject.localeCompare(b.subject, "en", { numeric: true }),
      ),
    }));
}
