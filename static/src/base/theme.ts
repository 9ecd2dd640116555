// The theme follows the system until the reader chooses. The choice is the page's only stored setting.
export type Theme = "system" | "light" | "dark";

const KEY = "raftlab.theme";
const NEXT: Record<Theme, Theme> = { system: "light", light: "dark", dark: "system" };

/** loadTheme treats storage that is forbidden, or holds something else, as no choice. */
export function loadTheme(storage: () => Storage): Theme {
  try {
    const stored = storage().getItem(KEY);
    return stored === "light" || stored === "dark" ? stored : "system";
  } catch {
    return "system";
  }
}

export function saveTheme(storage: () => Storage, theme: Theme): void {
  try {
    storage().setItem(KEY, theme);
  } catch {
    // Without storage the choice lasts as long as the page. Nothing else is lost.
  }
}

export function nextTheme(theme: Theme): Theme {
  return NEXT[theme];
}
