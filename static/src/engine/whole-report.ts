// What the suite says of a whole server, run by run.

export interface WholeResult {
  /** name is the scenario's, such as duel-3, and title says what it is about. */
  name: string;
  title: string;
  seed: string;
  passed: boolean;
  /** verdict is pass, safety, liveness or crash. */
  verdict: string;
  /** property is what broke, if it did not pass, with its name and its place in the paper. */
  property: string;
  propertyName: string;
  section: string;
  sentence: string;
  scenario: string;
  /** small is a small run that breaks the same property, "" for none; minimal if no command of it can be left out. */
  small: string;
  smallCommands: number;
  smallMinimal: boolean;
  events: number;
  hash: string;
}

export interface WholeReport {
  passed: boolean;
  results: readonly WholeResult[];
  /** known are the fields of usual names that the program has. */
  known: readonly string[];
  warnings: readonly string[];
  snapshots: boolean;
}

export interface WholeOptions {
  schedules: number;
  seed?: string;
  /** all goes on after the first failure. */
  all?: boolean;
}

export interface WholeJudging {
  stop(): void;
  report: Promise<WholeReport>;
}
