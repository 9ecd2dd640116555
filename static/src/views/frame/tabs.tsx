// A row of tabs: the arrow keys walk along it, and the chosen one alone is a stop of the Tab key.
interface Props<T extends string> {
  tabs: readonly T[];
  chosen: T;
  onChoose(tab: T): void;
  /** label names the row, words each tab, and id begins their test ids. */
  label: string;
  words: Record<T, string>;
  id: string;
}

export function Tabs<T extends string>({ tabs, chosen, onChoose, label, words, id }: Props<T>) {
  const keyed = (event: KeyboardEvent & { currentTarget: HTMLElement }): void => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const next = tabs[(tabs.indexOf(chosen) + step + tabs.length) % tabs.length] ?? chosen;
    onChoose(next);
    event.currentTarget.querySelector<HTMLElement>(`[data-testid="${id}-${next}"]`)?.focus();
  };
  return (
    <div class="tabs" role="tablist" aria-label={label} tabIndex={-1} onKeyDown={keyed}>
      {tabs.map((one) => (
        <button
          key={one}
          type="button"
          role="tab"
          aria-selected={one === chosen}
          tabIndex={one === chosen ? 0 : -1}
          onClick={() => onChoose(one)}
          data-testid={`${id}-${one}`}
        >
          {words[one]}
        </button>
      ))}
    </div>
  );
}
