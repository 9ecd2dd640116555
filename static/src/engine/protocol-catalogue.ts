// What can be started: a part of protocol.ts, which is compared with Go's half.

/** Catalogue lists what can be started, with any protocol: the file catalogue.json. */
export interface Catalogue {
  protocols: ProtocolInfo[];
  scenarios: ScenarioInfo[];
  rules: RulesInfo[];
  verbs: VerbInfo[];
}

/** ProtocolInfo names one protocol. The first one of the catalogue is the default. */
export interface ProtocolInfo {
  id: string;
  title: string;
}

/** VerbInfo is a verb of the scenario language. `usage` shows its words, one form a line. */
export interface VerbInfo {
  /** protocol is the id of the protocol that has the verb, "" for a verb of every world. */
  protocol: string;
  name: string;
  topic: string;
  usage: string;
  help: string;
  /** setup verbs describe a world before it begins, and cannot be typed. */
  setup: boolean;
}

/** ScenarioInfo names one scenario; `story` is its opening comment. */
export interface ScenarioInfo {
  protocol: string;
  id: string;
  subject: string;
  title: string;
  story: string;
  /** breaks is the name of the property with which the story ends broken, "" for none. */
  breaks: string;
  /** lacks are wrong rules with which it fails, compare is a story that lacks what it shows; "" for none. */
  lacks: string;
  compare: string;
}

/** RulesInfo names one set of rules: the reference, or one that is wrong on purpose. */
export interface RulesInfo {
  protocol: string;
  id: string;
  title: string;
  /** wrong says which rule it breaks; "" for the reference. */
  wrong: string;
  /** story is the scenario for which these rules are made, "" for rules that are good to try anywhere. */
  story: string;
}
