// Two buttons for a folder and a zip: the equals of dropping one, for the keyboard.
import { useLayoutEffect, useRef } from "preact/hooks";
import { folderOfFiles } from "../../course/whole-files.ts";
import { enBring as words } from "../../words/en-bring.ts";
import type { Session } from "./session.ts";

interface Props {
  session: Session;
  /** primary is true where this is the thing to do. */
  primary: boolean;
}

export function Choose({ session, primary }: Props) {
  const folder = useRef<HTMLInputElement>(null);
  const zip = useRef<HTMLInputElement>(null);
  // TypeScript's list of attributes of JSX has no such one.
  useLayoutEffect(() => {
    if (folder.current) folder.current.webkitdirectory = true;
  }, []);
  const chosen = (event: Event): void => {
    const field = event.currentTarget as HTMLInputElement;
    const files = [...(field.files ?? [])];
    if (files.length > 0) void session.on.take(folderOfFiles(files));
    field.value = "";
  };
  return (
    <>
      <button
        type="button"
        class={primary ? "primary" : ""}
        onClick={() => folder.current?.click()}
        data-testid="choose-folder"
      >
        {words.folder}
      </button>
      <button type="button" onClick={() => zip.current?.click()} data-testid="choose-zip">
        {words.zip}
      </button>
      <input ref={folder} type="file" hidden onChange={chosen} data-testid="folder-input" />
      <input
        ref={zip}
        type="file"
        accept=".zip,application/zip"
        hidden
        onChange={chosen}
        data-testid="zip-input"
      />
    </>
  );
}
