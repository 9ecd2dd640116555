// The colours of the page as a canvas needs them. The browser resolves them, because it knows which theme
// is on: a canvas understands no custom properties.
export interface Theme {
  panel: string;
  line: string;
  ink: string;
  quiet: string;
  faint: string;
  accent: string;
  good: string;
  bad: string;
  /** terms[0] is for no term; the hues repeat after eight. */
  terms: readonly string[];
  font: string;
}

const HUES = 8;

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
  const terms = Array.from({ length: HUES + 1 }, (_, term) => {
    probe.className = `diagram-probe t${term}`;
    return color("term");
  });
  probe.className = "diagram-probe";
  return { ...theme, terms };
}

export function termColor(theme: Theme, term: number): string {
  return theme.terms[term > 0 ? ((term - 1) % HUES) + 1 : 0] ?? theme.quiet;
}
