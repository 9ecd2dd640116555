// English: the row that decides a run. It is fetched with the lab.

/** enSetup are the texts of scenario, rules, servers and seed. */
export const enSetup = {
  label: "The run",
  folded: (scenario: string, servers: number, rules: string) =>
    [scenario, `${servers} ${servers === 1 ? "server" : "servers"}`, rules]
      .filter((one) => one !== "")
      .join(" · "),
  scenario: "Scenario",
  freePlay: "Free play",
  rules: "Rules",
  servers: "Servers",
  seed: "Seed",
  seedBad: "A seed is a whole number from 0 to 18446744073709551615.",
  again: "Start again",
  newSeed: "New seed",
  wrong: (what: string) => `Wrong on purpose: ${what}`,
};
