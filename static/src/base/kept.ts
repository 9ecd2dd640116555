// Small choices that the browser keeps for good, such as what was put away.

const KEY = "raftlab.";

/** isKept is false where storage is forbidden. */
export function isKept(name: string, storage: () => Storage): boolean {
  try {
    return storage().getItem(KEY + name) === "1";
  } catch {
    return false;
  }
}

/** keep remembers a choice; without storage it lasts as long as the page. */
export function keep(name: string, isOn: boolean, storage: () => Storage): void {
  try {
    if (isOn) storage().setItem(KEY + name, "1");
    else storage().removeItem(KEY + name);
  } catch {
    // The choice is a comfort, and nothing depends on it.
  }
}
