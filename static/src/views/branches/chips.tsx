// The branches of the run as a row of buttons: go to one, name it, compare two. There are none to choose
// from until somebody acts in the past.
import { useState } from "preact/hooks";
import type { ViewProps } from "../../app/controls.ts";
import type { BranchView, Frame } from "../../engine/protocol.ts";
import type { RunWords } from "../../words/diagram.ts";
import { branchName } from "./name.ts";

export function Branches({ state, on, frame }: ViewProps & { frame: Frame }) {
  const words = state.words.diagram;
  const { names } = on.trace;
  const [naming, setNaming] = useState(-1);
  if (frame.branches.length < 2) return null;
  const name = (id: number): string => branchName(names, words.branches, id);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for what is sent
    <span class="branches" role="group" aria-label={words.branches.label}>
      {frame.branches.map((branch) =>
        branch.id === naming ? (
          <NameField
            key={branch.id}
            label={words.branches.name}
            name={name(branch.id)}
            onName={(given) => {
              if (given.trim()) names.set(branch.id, given.trim());
              setNaming(-1);
            }}
          />
        ) : (
          <Chip
            key={branch.id}
            branch={branch}
            name={name}
            isShown={branch.id === frame.branch}
            words={words}
            onGo={() => on.switchTo(branch.id)}
            onName={() => setNaming(branch.id)}
          />
        ),
      )}
      <button
        type="button"
        class="quiet"
        onClick={() => setNaming(frame.branch)}
        data-testid="rename"
      >
        {words.branches.rename}
      </button>
      <button
        type="button"
        class="quiet"
        onClick={() => void on.compare(...pairOf(frame))}
        data-testid="compare"
      >
        {words.branches.compare}
      </button>
    </span>
  );
}

/** pairOf is the shown branch beside the one it left; the first run beside the newest branch. */
function pairOf({ branch, branches }: Frame): [number, number] {
  const parent = branches.find((one) => one.id === branch)?.parent ?? 0;
  return parent === branch ? [branch, branches.at(-1)?.id ?? 0] : [parent, branch];
}

function Chip(props: {
  branch: BranchView;
  name(id: number): string;
  isShown: boolean;
  words: RunWords;
  onGo(): void;
  onName(): void;
}) {
  const { branch, name, isShown, words, onGo, onName } = props;
  return (
    <button
      type="button"
      class={`chip branch ${branch.status}`}
      aria-pressed={isShown}
      title={origin(branch, name, words)}
      onClick={onGo}
      onDblClick={onName}
      data-testid={`branch-${branch.id}`}
    >
      {name(branch.id)}
    </button>
  );
}

function origin(branch: BranchView, name: (id: number) => string, words: RunWords): string {
  return branch.id === 0 ? "" : words.branches.from(name(branch.parent), branch.at);
}

const NAME_LENGTH_MAX = 40;

function NameField({
  label,
  name,
  onName,
}: {
  label: string;
  name: string;
  onName(name: string): void;
}) {
  return (
    <input
      ref={(input) => {
        if (input && input.ownerDocument.activeElement !== input) {
          input.focus();
          input.select();
        }
      }}
      class="branch-name"
      aria-label={label}
      defaultValue={name}
      maxLength={NAME_LENGTH_MAX}
      onKeyDown={(event) => {
        if (event.key === "Enter") onName(event.currentTarget.value);
        else if (event.key === "Escape") onName("");
      }}
      onBlur={(event) => onName(event.currentTarget.value)}
      data-testid="branch-name"
    />
  );
}
