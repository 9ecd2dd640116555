// English, for the sheet of keys, which is fetched when it is first opened.
export interface KeyWords {
  title: string;
  close: string;
  list: [keys: string, what: string][];
  /** exercise and bring are those of the pages with an editor. */
  exercise: [keys: string, what: string][];
  bring: [keys: string, what: string][];
  note: string;
}

export const enKeys: KeyWords = {
  title: "Keys",
  close: "Close",
  list: [
    ["Space", "Play or pause"],
    [".", "Step one event"],
    [",", "Step one event back"],
    ["1 … 9", "Select a server"],
    ["Shift 1 … 9", "Tick a server for a partition"],
    ["c", "Crash or restart the selected server"],
    ["p", "Pause or resume the selected server"],
    ["i", "Isolate or reconnect the selected server"],
    ["t", "Let the selected server's election timer run out now"],
    ["x", "Cut off the ticked servers"],
    ["h", "Heal the network"],
    ["m", "Pick the next message in flight; Shift m, the one before; Esc, none"],
    ["?", "Show these keys"],
  ],
  exercise: [
    ["Shift Enter", "Run the checks"],
    ["Ctrl S", "Save, and format with gofmt (⌘S on a Mac)"],
    ["Esc, then Tab", "Leave the editor with the keyboard"],
    ["Ctrl Space", "Show completions"],
    ["← →", "Move the border between two panes"],
  ],
  bring: [
    ["Shift Enter", "Compile and judge the folder"],
    ["Ctrl S", "Keep what you typed (⌘S on a Mac)"],
    ["Esc, then Tab", "Leave the editor with the keyboard"],
  ],
  note: "No key acts while you type in a field. Everything is also reachable with Tab and Enter.",
};
