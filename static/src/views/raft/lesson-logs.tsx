// The logs beside a lab of a lesson: as many columns as the longest of them needs. Below them stands the leader's table
// of sessions, where there is one.
import type { Frame } from "../../engine/protocol.ts";
import { usePart } from "../part-of.ts";
import { logWindow } from "./log-window.ts";
import { Matrix } from "./logs.tsx";
import { isRaft, leaderOf } from "./server.ts";
import "./sessions.css";

/** COLUMNS_MAX is how many entries of the logs are shown. */
const COLUMNS_MAX = 13;
/** Where there are more columns than this, a phone shows the terms alone, as Figure 7 does. */
const ROOMY_MAX = 6;

interface Props {
  frame: Frame;
  title: string;
}

const sessions = () => import("./sessions.tsx");

export function LessonLogs({ frame, title }: Props) {
  const servers = frame.servers.filter(isRaft);
  const longest = Math.max(1, ...servers.map(({ raft }) => raft.lastIndex));
  const columns = Math.min(COLUMNS_MAX, longest + 1);
  const window = logWindow(servers, columns, 0);
  const leader = leaderOf(servers);
  const part = usePart(leader?.raft.sessions !== undefined, sessions);
  return (
    <>
      <section class={columns > ROOMY_MAX ? "part logs dense" : "part logs"}>
        <p class="part-title">{title}</p>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must take the focus */}
        <div class="logs-box" tabIndex={0}>
          <Matrix servers={servers} window={window} run={frame.raft} own={frame.own} />
        </div>
      </section>
      {part && leader?.raft.sessions && (
        <part.Sessions sessions={leader.raft.sessions} of={leader.id} />
      )}
    </>
  );
}
