// The button that opens a run of the folder's program in the lab.
import { useState } from "preact/hooks";
import { openWhole } from "../../app/whole.ts";
import { messageOf } from "../../base/errors.ts";
import { enBring } from "../../words/en-bring.ts";
import type { Session } from "./session.ts";

const words = enBring.finding;

interface Props {
  session: Session;
  module: WebAssembly.Module;
  scenario: string;
  /** server is the one that is shown first, 0 for any. */
  server: number;
  /** event is where it is shown; absent for its end. */
  event?: number;
  label: string;
  primary: boolean;
  testid: string;
}

export function Open(props: Props) {
  const { session, module, scenario, server, event, label, primary, testid } = props;
  const [state, setState] = useState<"" | "opening" | "failed">("");
  const [why, setWhy] = useState("");
  const open = async (): Promise<void> => {
    setState("opening");
    session.on.stop();
    try {
      const begun = await openWhole(
        session.controls,
        module,
        scenario,
        event === undefined ? {} : { event },
      );
      if (begun && server > 0) session.controls.dispatch({ kind: "selected", server });
      setState(begun ? "" : "failed");
    } catch (error) {
      setWhy(messageOf(error));
      setState("failed");
    }
  };
  return (
    <>
      <button
        type="button"
        class={primary ? "primary" : ""}
        disabled={state === "opening"}
        onClick={() => void open()}
        data-testid={testid}
      >
        {state === "opening" ? words.opening : label}
      </button>
      {state === "failed" && (
        <span class="note" role="alert">
          {why || words.notOpened}
        </span>
      )}
    </>
  );
}
