// The sheet of keys, a modal dialog: the browser keeps the focus inside and closes it on Escape.
import { useLayoutEffect, useMemo, useRef } from "preact/hooks";
import type { ViewProps } from "../../app/controls.ts";
import { enKeys } from "../../words/en-keys.ts";
import "./keys.css";

export function KeySheet({ state, on }: ViewProps) {
  const words = enKeys;
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    if (!state.keysOpen) return dialog.current?.close();
    dialog.current?.showModal();
    // The focus is on the button below; on a phone the list would be seen from its end.
    dialog.current?.scrollTo(0, 0);
    return undefined;
  }, [state.keysOpen]);
  // On a page with an editor its own keys come first.
  const { name } = state.route;
  const own = name === "exercise" || name === "bring" ? words[name] : null;
  const entries = useMemo(() => {
    const list = own
      ? [...own, ...words.list.filter(([keys]) => keys === "?")]
      : [...words.list, ...state.words.diagram.keys];
    return list.map(([keys, what]) => (
      <div key={keys}>
        <dt>
          <kbd>{keys}</kbd>
        </dt>
        <dd>{what}</dd>
      </div>
    ));
  }, [own, state.words]);
  const close = (): void => on.dispatch({ kind: "keys", open: false });
  return (
    <dialog ref={dialog} class="keys" aria-labelledby="keys-title" onClose={close}>
      <h2 id="keys-title">{words.title}</h2>
      <dl>{entries}</dl>
      <p>{words.note}</p>
      <footer>
        <button type="button" class="primary" onClick={close}>
          {words.close}
        </button>
      </footer>
    </dialog>
  );
}
