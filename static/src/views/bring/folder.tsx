// A folder that was brought: its files, one of them in the editor, and what became of the last check.
import { useState } from "preact/hooks";
import { complaintsIn, isUnderWay } from "../../course/bring/state.ts";
import { zipOf } from "../../course/whole-files.ts";
import { enBring as words } from "../../words/en-bring.ts";
import { Tabs } from "../frame/tabs.tsx";
import { Choose } from "./choose.tsx";
import { Code } from "./code.tsx";
import { Refused } from "./empty.tsx";
import { Notes } from "./notes.tsx";
import type { Part } from "./part.ts";
import { Results } from "./results.tsx";

const TABS = ["files", "code", "results"] as const;
type Tab = (typeof TABS)[number];

export function Brought({ bring, folder, session }: Part) {
  const [tab, setTab] = useState<Tab>("files");
  const open = (path: string): void => {
    session.on.open(path);
    setTab("code");
  };
  const goTo = (path: string, line: number, column: number): void => {
    open(path);
    // The editor of another file is there after the next frame, and has a size after the one behind it.
    requestAnimationFrame(() =>
      requestAnimationFrame(() => session.editor?.goTo(line, column, true)),
    );
  };
  const check = (): void => {
    setTab("results");
    void session.on.check();
  };
  return (
    <>
      <Bar bring={bring} folder={folder} session={session} onCheck={check} />
      <Refused why={bring.why} />
      <Offer bring={bring} session={session} />
      {folder.about && (
        <p class="about" data-testid="about">
          <span class="note">{words.examples.about}</span>
          <b>{folder.about[0]}.</b> {folder.about[1]}
        </p>
      )}
      <div class="bring-tabs">
        <Tabs<Tab>
          tabs={TABS}
          chosen={tab}
          onChoose={setTab}
          label={words.page.tabs}
          words={words.page}
          id="bring"
        />
      </div>
      <div class="bring-grid" data-tab={tab}>
        <Files bring={bring} folder={folder} onOpen={open} />
        <Code bring={bring} folder={folder} session={session} />
        <Results bring={bring} folder={folder} session={session} goTo={goTo} />
      </div>
    </>
  );
}

/** Offer asks before an example takes the place of somebody's own. */
function Offer({ bring: { offered }, session }: Omit<Part, "folder">) {
  const { offer } = words;
  return (
    <div role="status">
      {offered && (
        <p class="offer" data-testid="offer">
          {offer.text(offered.name)}
          <button type="button" class="primary" onClick={() => session.on.answer(true)}>
            {offer.yes}
          </button>
          <button type="button" onClick={() => session.on.answer(false)}>
            {offer.no}
          </button>
        </p>
      )}
    </div>
  );
}

function Bar({ bring, folder, session, onCheck }: Part & { onCheck(): void }) {
  const { page } = words;
  const { on, controls } = session;
  const download = (): void => {
    on.write();
    const now = session.bring.peek().folder;
    if (now) controls.download(`${now.name}.zip`, zipOf(now));
  };
  return (
    <div class="bring-bar">
      <h1>{folder.name}</h1>
      {bring.check.about && <span class="chip">{bring.check.about.title}</span>}
      <span class="grow" />
      <span
        class={`saved ${bring.saved}`}
        role="status"
        data-testid="saved"
        data-saved={bring.saved}
      >
        {page.saved[bring.saved]}
      </span>
      <span class="buttons">
        <button type="button" class="quiet" onClick={download} data-testid="download">
          {page.download}
        </button>
        <Another session={session} />
        {isUnderWay(bring.check) ? (
          <button type="button" class="primary" onClick={on.stop} data-testid="stop">
            {page.stop}
          </button>
        ) : (
          <button
            type="button"
            class="primary"
            onClick={onCheck}
            data-testid="check"
            aria-keyshortcuts="Shift+Enter"
          >
            {page.check}{" "}
            <span aria-hidden="true" class="key">
              ⇧⏎
            </span>
          </button>
        )}
      </span>
    </div>
  );
}

/** Another opens what replaces the folder, or forgets it: nobody loses a folder by one press. */
function Another({ session }: Pick<Part, "session">) {
  const [isOpen, setOpen] = useState(false);
  const { page } = words;
  return (
    <span class="another">
      <button
        type="button"
        class="quiet"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
        data-testid="another"
      >
        {page.another}
      </button>
      {isOpen && (
        <span class="sheet panel">
          <Choose session={session} primary={false} />
          <button type="button" onClick={session.on.forget} data-testid="forget">
            {page.forget}
          </button>
          <span class="note">{page.forgetNote}</span>
        </span>
      )}
    </span>
  );
}

function Files({ bring, folder, onOpen }: Omit<Part, "session"> & { onOpen(path: string): void }) {
  const { open, check } = bring;
  return (
    <section class="panel files" aria-labelledby="files-title">
      <header>
        <h2 id="files-title">{words.page.files}</h2>
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must take the focus */}
      <div class="scroll" tabIndex={0}>
        <ul>
          {folder.files.map(({ path }) => (
            <li key={path}>
              <button
                type="button"
                class="file"
                aria-current={path === open ? "true" : undefined}
                onClick={() => onOpen(path)}
                data-testid="file"
              >
                <PathName path={path} />
                <Count count={complaintsIn(check, path).length} />
              </button>
            </li>
          ))}
        </ul>
        <Notes about={check.about} left={folder.left} />
      </div>
    </section>
  );
}

function PathName({ path }: { path: string }) {
  const at = path.lastIndexOf("/") + 1;
  return (
    <span class="path">
      {path.slice(0, at)}
      <b>{path.slice(at)}</b>
    </span>
  );
}

function Count({ count }: { count: number }) {
  if (count === 0) return null;
  return (
    <span class="count">
      <span aria-hidden="true">{count}</span>
      <span class="unseen">{words.page.complaintsIn(count)}</span>
    </span>
  );
}
