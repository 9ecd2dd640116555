// The texts of what the lab loads after the first picture.
export interface LabWords {
  side: { label: string; clients: string; dials: string; hand: string };
  clients: {
    invoked: string;
    returned: string;
    asking: string;
    linearizable(count: number): string;
    broken(sentence: string): string;
    undecided(sentence: string): string;
  };
  dials: {
    reorder: string;
    reorderBy: string;
    torn: string;
    timeouts: string;
    electionMin: string;
    electionMax: string;
    heartbeat: string;
    unit: string;
    apply: string;
    scripted: string;
    wrongTimeouts: string;
    nemesis: string;
    nemesisSeed: string;
    nemesisNote: string;
    byHand: string;
    /** inequality is §5.6's, in milliseconds. */
    inequality(broadcast: number, low: number, high: number): string;
    holds: string;
    close: string;
    brokenInequality: string;
    faults(between: number): string;
  };
  hand: {
    manual: string;
    manualNote: string;
    scripted: string;
    line: string;
    placeholder: string;
    send: string;
    done(line: string): string;
    verbs: string;
    none: string;
  };
  share: { noCode: string; gap: string };
  gallery: {
    title: string;
    intro: string;
    starting: string;
    run: string;
    step: string;
    fork: string;
    named(action: string, title: string): string;
    lesson: string;
  };
  embed: { title: string; open: string; starting: string };
}
