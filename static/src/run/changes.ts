// The changes of each server's last step at the moment that is shown, for the inspector. The engine knows them at
// every moment, and sends the differences from the frame before.
import type { ChangeView, Frame } from "../engine/protocol.ts";

export type Changes = Readonly<Record<number, ChangeView>>;

export function noteChanges(changes: Changes, frame: Pick<Frame, "changes">): Changes {
  if (frame.changes.length === 0) return changes;
  const noted: Record<number, ChangeView> = { ...changes };
  for (const change of frame.changes) {
    if (change.event > 0) noted[change.server] = change;
    else delete noted[change.server];
  }
  return noted;
}
