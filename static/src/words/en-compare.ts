// English, for two branches of a run side by side. Loaded with that page.

const plural = (count: number, one: string): string => `${count} ${one}${count === 1 ? "" : "s"}`;

const upper = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

export const enCompare = {
  title: "Two ways from one moment",
  alike: (events: number, seconds: string) => `alike for ${plural(events, "event")}, ${seconds} s`,
  same: "Both branches have the same events.",
  noLink:
    "This comparison is gone. Its run was so long that its beginning was no longer kept, so no address could " +
    "hold it. Start a run in the lab, and take another way in it.",
  none:
    "There are no two ways here yet. Play a run in the lab, go back in time, and do something there: the run takes " +
    "another way. Then press Compare.",
  opening: "Both ways are played…",
  toLab: "To the lab",
  back: "Back to the lab",
  everything: "Every event, messages too",
  share: "Share both",
  copied: "Copied. Everybody who opens the link sees the same two ways.",
  copyIt: "Copy this link:",
  link: "Link to both branches at this moment",
  goOn: "Go on from here",
  goOnWith: (name: string) => `Go on from here with ${name}`,
  left: "Left",
  right: "Right",
  choose: (side: string) => `${side}: which branch`,
  cluster: (name: string) => `Cluster of ${name}`,
  facts: (name: string) => `How it stands in ${name}`,
  sentences: (name: string) => `What happens in ${name}`,
  diagram: (name: string) => `Diagram of ${name}`,
  /** goesOn is what happens at the parting in a branch where nothing new is done. */
  goesOn: "It goes on as before.",
  way: (name: string, happens: string) =>
    happens ? `In ${name}: ${happens}` : `${upper(name)} goes on as before.`,
  part: "Here they part:",
  ends: (name: string) => `${name} ends here.`,
  more: (count: number) => `and ${count} more`,
  goTo: (seconds: string) => `Show both at ${seconds} s`,
  time: "Both branches, in time",
  moment: "The moment of both",
  at: (seconds: string) => `${seconds} seconds`,
  playBoth: "Play both",
  pause: "Pause",
  before: "To the sentence before",
  next: "To the next sentence",
  speed: "Speed",
  tooLong: "The beginning of this run is no longer kept, so there is no diagram.",
  leads: (leader: string, name: string) =>
    leader ? `${leader} leads in ${name}` : `nobody leads in ${name}`,
  now: (seconds: string, differences: readonly string[]) =>
    differences.length > 0
      ? `At ${seconds} s ${differences.join(", and ")}.`
      : `At ${seconds} s both stand alike.`,
  fact: (name: string, left: string, right: string) => `${name}: ${left} and ${right}`,
  differs: "differs",
  names: {
    leader: "leader",
    term: "term",
    committed: "committed up to",
    up: "servers up",
    key: (key: string) => `${key} is`,
    client: "last request",
    promise: "promises",
  },
  nobody: "nobody",
  of: (count: number, all: number) => `${count} of ${all}`,
  holds: (value: string, count: number, all: number) => `${value} on ${count} of ${all}`,
  nowhere: "nowhere",
  request: {
    pending: (text: string) => `${text}: waits`,
    ok: (text: string, seconds: string) => `${text}: ok at ${seconds} s`,
    refused: (text: string, seconds: string) => `${text}: refused at ${seconds} s`,
    unknown: (text: string, seconds: string) => `${text}: unknown at ${seconds} s`,
    none: "none",
  },
  allHold: "all hold",
  broken: (name: string) => `${name} is broken`,
};
