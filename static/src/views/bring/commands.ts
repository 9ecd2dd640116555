// A scenario as a card shows it. Pure.

/** commandsOf are the lines of a scenario without its heading. */
export function commandsOf(scenario: string): string {
  return scenario
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"))
    .join("\n");
}
