// The page that takes a whole Raft: a folder is dropped, compiled and judged, and what breaks opens in the lab.
import { useEffect, useLayoutEffect, useState } from "preact/hooks";
import { BRING } from "../../address/bring-link.ts";
import type { ViewProps } from "../../app/controls.ts";
import { exampleIn } from "../../course/whole-examples.ts";
import { folderOfDrop } from "../../course/whole-files.ts";
import { usePart } from "../part-of.ts";
import { Empty } from "./empty.tsx";
import { example } from "./example.ts";
import { type Session, theSession } from "./session.ts";
import "../exercise/code-colours.css";
import "./bring.css";

/** folder has the editor with it, which is large. */
const folder = () => import("./folder.tsx");

export function Page({ state, on }: ViewProps) {
  const [session, setSession] = useState<Session | null>(null);
  useEffect(() => {
    void theSession(on).then(setSession);
  }, []);
  // An address may name an example.
  useEffect(() => {
    const id = exampleIn(on.hash());
    if (!session || !id) return;
    void session.on.offer(example(id));
    on.go(BRING);
  }, [session, state.route]);
  if (!session) return <main id="main" class="bring" tabIndex={-1} aria-busy="true" />;
  return <Bring session={session} />;
}

function Bring({ session }: { session: Session }) {
  const { on, controls } = session;
  const bring = session.bring.value;
  const part = usePart(bring.folder !== null, folder);
  const [over, setOver] = useState(false);
  // Before it is seen: an effect comes a frame later than the first key may.
  useLayoutEffect(() => {
    controls.listen({ check: () => void on.check(), save: on.write, hide: on.write });
    return () => {
      controls.listen(null);
      on.write();
      on.stop(); // the lab has the processor to itself
    };
  }, []);
  return (
    <main
      id="main"
      class={over ? "bring over" : "bring"}
      tabIndex={-1}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        if (event.dataTransfer) void on.take(folderOfDrop(event.dataTransfer));
      }}
    >
      {bring.folder === null ? (
        <Empty bring={bring} session={session} />
      ) : (
        part && <part.Brought bring={bring} folder={bring.folder} session={session} />
      )}
    </main>
  );
}
