// Events of Raft that led to a violation, where "What happened" has no sentence for them.
import { enCauses, type Sent } from "../../words/en-causes.ts";
import { field, number, type TraceLine } from "../trace-line.ts";

export function raftCause(line: TraceLine): string {
  return message(line) ?? server(line);
}

/** message: `m20 S2 RequestVote term=2 last=2/1` */
function message({ actor, kind, details }: TraceLine): string | null {
  const [, other = "", name = "", ...rest] = details.split(" ");
  const sent: Sent = {
    kind: name,
    term: number(details, "term"),
    entries: field(details, "entries").split(",").filter(Boolean).length,
    outcome: rest.find((word) => word === "granted" || word === "refused") ?? "",
  };
  switch (kind) {
    case "send":
      return enCauses.send(actor, other, sent);
    case "deliver":
      return enCauses.deliver(actor, other, sent);
    case "drop":
      return enCauses.drop(actor, other, sent, field(details, "because"));
    case "duplicate":
      return enCauses.duplicate(actor);
    default:
      return null;
  }
}

function server(line: TraceLine): string {
  const { actor, kind, details } = line;
  const [first = ""] = details.split(" ");
  switch (kind) {
    case "wake":
      return enCauses.wake(actor);
    case "control":
      return first === "timeout" ? enCauses.fire(actor) : enCauses.control(actor, details);
    case "term":
      return enCauses.term(actor, first);
    case "vote":
      return enCauses.vote(actor, field(details, "for"), field(details, "term"));
    case "asked":
      return enCauses.asked(actor, first);
    default:
      return disk(line);
  }
}

/** disk has what a server does with its log and its disk. */
function disk({ actor, kind, details }: TraceLine): string {
  const [first = "", ...rest] = details.split(" ");
  switch (kind) {
    case "log": {
      const added = field(details, "terms").split(",").filter(Boolean).length;
      return enCauses.log(actor, number(details, "from"), added, number(details, "removed"));
    }
    case "boot":
      return enCauses.boot(actor);
    case "save":
      return enCauses.save(actor);
    case "saved":
      return enCauses.saved(actor);
    case "progress":
      return rest[0] === "probe" ? enCauses.probe(actor, first) : enCauses.replicate(actor, first);
    case "compact":
      return enCauses.compact(actor, field(details, "base"));
    case "apply":
      return enCauses.apply(actor, field(details, "index"), rest.join(" "));
    default:
      return enCauses.other(actor, kind, details);
  }
}
