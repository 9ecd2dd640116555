// What is wrong with the links between servers, fetched when something first is: cuts, losses, and messages that wait.
import type { Frame } from "../../engine/protocol.ts";
import { allHeld, serverName } from "./ends.ts";
import { Cuts, Flaky, Gates } from "./links.tsx";
import type { MessagesProps } from "./messages.tsx";
import { Waiting } from "./waiting.tsx";

export function LinkFaults(props: MessagesProps & { frame: Frame }) {
  const { frame, places, words } = props;
  const base = { places, words, name: serverName };
  return (
    <>
      <Cuts frame={frame} places={places} word={words.ring.cut} />
      <Flaky {...base} flaky={frame.flaky} />
      <Gates {...base} messages={frame.messages} holds={allHeld(frame) ? [] : frame.holds} />
      <Waiting {...props} />
    </>
  );
}
