// The colours of the page as a canvas needs them. The browser resolves them, because it knows which theme
// is on: a canvas understands no custom properties.
import { HUES, hues } from "../base/level.ts";

export interface Theme {
  panel: string;
  line: string;
  ink: string;
  quiet: string;
  faint: string;
  accent: string;
  good: string;
  bad: string;
  /** levels[0] is for no level. */
  levels: readonly string[];
  font: string;
}

/** readTheme asks a probe, an element inside the page that nobody sees. */
export function readTheme(probe: HTMLElement): Theme {
  const style = getComputedStyle(probe);
  const color = (name: string): string => {
    probe.style.color = `var(--${name})`;
    return style.color;
  };
  const theme = {
    panel: color("panel"),
    line: color("line"),
    ink: color("ink"),
    quiet: color("ink-2"),
    faint: color("ink-3"),
    accent: color("accent"),
    good: color("good"),
    bad: color("bad"),
    font: style.fontFamily,
  };
  const levels = Array.from({ length: HUES + 1 }, (_, level) => {
    probe.className = `diagram-probe t${level}`;
    return color("level");
  });
  probe.className = "diagram-probe";
  return { ...theme, levels };
}

export function levelColor(theme: Theme, level: number): string {
  return theme.levels[hues.of(level)] ?? theme.quiet;
}
