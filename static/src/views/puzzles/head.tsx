// The head of a puzzle: its goal, what there is to break it with, the two sides, hints, and the link.
import { useState } from "preact/hooks";
import { type PuzzleSide, puzzleLink } from "../../address/puzzle-link.ts";
import type { AllowanceView, Frame } from "../../engine/protocol.ts";
import { useStateOf } from "../state-of.ts";
import { tokensOf } from "./moves-of.ts";
import type { PuzzleProps } from "./props.ts";
import type { Trying } from "./trying.ts";

interface Props extends PuzzleProps {
  frame: Frame | null;
  trying: Trying;
  onGiveUp(): void;
}

export function Head(props: Props) {
  const { puzzle, words, frame, side } = props;
  return (
    <header class="puzzle-head">
      <div class="goal">
        <div>
          <h1>{puzzle.title}</h1>
          <p data-testid="goal">{puzzle.goal}</p>
        </div>
        <Budget budget={frame?.budget ?? puzzle.budget} {...props} />
      </div>
      <div class="puzzle-sides">
        <span class="label">{words.rules}</span>
        <SideLink {...props} to="open" name={puzzle.open.name} />
        <SideLink {...props} to="closed" name={puzzle.closed.name} />
        {props.own.length > 0 && (
          <a
            class="button on"
            href={puzzleLink(puzzle.id, "closed", [], props.own)}
            aria-current="true"
            data-testid="side-own"
          >
            {words.own.side}
          </a>
        )}
        <span class="grow" />
        <Tools key={`${puzzle.id} ${side}`} {...props} />
      </div>
    </header>
  );
}

function SideLink({ puzzle, side, own, to, name }: Props & { to: PuzzleSide; name: string }) {
  const isOpen = side === to && own.length === 0;
  return (
    <a
      class={isOpen ? "button on" : "button"}
      href={puzzleLink(puzzle.id, to)}
      aria-current={isOpen ? "true" : undefined}
      data-testid={`side-${to}`}
    >
      {name}
    </a>
  );
}

/** CHIPS_MAX is how many of a kind are drawn one by one. */
const CHIPS_MAX = 3;

function Budget({ budget, words }: Pick<Props, "words"> & { budget: readonly AllowanceView[] }) {
  return (
    <div class="budget">
      <span class="label" id="budget-label">
        {words.have}
      </span>
      <ul aria-labelledby="budget-label" data-testid="budget">
        {tokensOf(budget).flatMap((one) => {
          const verb = one.verbs[0] ?? "";
          if (one.of > CHIPS_MAX) {
            return [<Token key={verb} text={words.moves.token(verb, one.left)} isUsed={false} />];
          }
          return Array.from({ length: one.of }, (_, i) => (
            <Token
              key={`${verb} ${i}`}
              text={words.moves.token(verb, 1)}
              isUsed={i >= one.left}
              used={words.moves.spent}
            />
          ));
        })}
      </ul>
    </div>
  );
}

function Token({ text, isUsed, used }: { text: string; isUsed: boolean; used?: string }) {
  if (!isUsed) return <li class="token">{text}</li>;
  return (
    <li class="token used">
      <s>{text}</s>
      <span class="unseen">{used}</span>
    </li>
  );
}

function Tools(props: Props) {
  const { puzzle, words, trying, side, progress, onGiveUp } = props;
  const [hints, setHints] = useState(0);
  const all = puzzle.hints.length;
  const reveal = (): void => {
    const count = Math.min(hints + 1, all);
    setHints(count);
    if (count > progress.of(puzzle.id).hints) progress.note(puzzle.id, { hints: count });
  };
  return (
    <>
      {side === "open" && hints < all && (
        <button type="button" class="quiet" onClick={reveal} data-testid="hint">
          {words.hint(hints + 1, all)}
        </button>
      )}
      <button
        type="button"
        class="quiet"
        disabled={trying.isBusy}
        onClick={onGiveUp}
        data-testid="give-up"
      >
        {side === "open" ? words.giveUp : words.whyNot}
      </button>
      <ShareLink {...props} />
      <button type="button" onClick={() => trying.play([], "own")} data-testid="start-again">
        {words.again}
      </button>
      {hints > 0 && (
        <ol class="puzzle-hints" aria-label={words.hints} aria-live="polite" data-testid="hints">
          {puzzle.hints.slice(0, hints).map((one) => (
            <li key={one}>{one}</li>
          ))}
        </ol>
      )}
    </>
  );
}

/** ShareLink copies an address that plays the moves again, and shows it. */
function ShareLink({ on, puzzle, side, own, words, trying }: Props) {
  const link = puzzleLink(puzzle.id, side, trying.moves, own);
  const [shown, setShown] = useStateOf<{ link: string; copied: boolean } | null>(link, null);
  const share = async (): Promise<void> => {
    const whole = on.address(link);
    setShown({ link: whole, copied: await on.copy(whole) });
  };
  return (
    <>
      <button
        type="button"
        class="quiet"
        disabled={trying.moves.length === 0}
        aria-expanded={shown !== null}
        onClick={() => (shown ? setShown(null) : void share())}
        data-testid="share-moves"
      >
        {words.share}
      </button>
      {shown && (
        <p class="shared" role="status">
          {shown.copied ? words.shared : words.copyIt}{" "}
          <input
            class="mono"
            readOnly
            value={shown.link}
            aria-label={words.link}
            onFocus={(event) => event.currentTarget.select()}
            data-testid="shared-link"
          />
        </p>
      )}
    </>
  );
}
