// A question about what happens next: the reader says it first, then the lab above shows it.
import { useRef, useState } from "preact/hooks";
import type { PredictBlock } from "../../course/lessons.ts";
import type { LearnWords } from "../../words/learn.ts";
import { Html } from "../html.tsx";
import { showLabAbove } from "./lab-above.ts";
import type { Stage } from "./stage.ts";

interface Props {
  block: PredictBlock;
  stage: Stage;
  words: LearnWords;
  /** given is what was answered in an earlier visit, -1 for nothing. */
  given: number;
  name: string;
  onAnswer(option: number): void;
}

type Phase = "asking" | "running" | "shown";

export function Predict({ block, stage, words, given, name, onAnswer }: Props) {
  const [chosen, choose] = useState(given);
  const [phase, setPhase] = useState<Phase>(given < 0 ? "asking" : "shown");
  const box = useRef<HTMLElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const run = async (): Promise<void> => {
    setPhase("running");
    // The options are closed now; Enter on one of them must not lose the focus.
    button.current?.focus({ preventScroll: true });
    if (phase === "asking") onAnswer(chosen);
    showLabAbove(box.current);
    await stage.run(block.run);
    setPhase("shown");
  };
  return (
    <section
      class={`predict ${phase}`}
      ref={box}
      id={`predict-${name}`}
      tabIndex={-1}
      data-testid={`predict-${name}`}
      data-phase={phase}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (chosen >= 0 && phase !== "running") void run();
        }}
      >
        <fieldset>
          <legend>
            <span class="kicker">{words.predict.title}</span>
            <Html as="span" html={block.question} />
          </legend>
          <Asks
            block={block}
            words={words}
            name={name}
            chosen={chosen}
            phase={phase}
            onChoose={choose}
          />
        </fieldset>
        <button
          ref={button}
          type="submit"
          class="primary"
          aria-disabled={chosen < 0 || phase === "running"}
        >
          {label(phase, words)}
        </button>
      </form>
      <div role="status">
        {phase === "shown" && <Verdict block={block} chosen={chosen} words={words} />}
      </div>
    </section>
  );
}

interface OptionsProps extends Pick<Props, "block" | "words" | "name"> {
  chosen: number;
  phase: Phase;
  onChoose(option: number): void;
}

function Asks(props: OptionsProps) {
  return props.block.number ? <NumberField {...props} /> : <Options {...props} />;
}

/** NumberField takes a number. One that is not among the options counts as the option behind the last. */
function NumberField({ block, chosen, phase, onChoose }: OptionsProps) {
  const { number, options } = block;
  const [text, write] = useState(options[chosen] ?? "");
  return (
    <p class="number">
      <input
        inputMode="numeric"
        size={4}
        aria-label={number}
        autocomplete="off"
        value={text}
        disabled={phase !== "asking"}
        onInput={(event) => {
          const typed = event.currentTarget.value;
          write(typed);
          const at = options.indexOf(String(Number(typed)));
          const other = at < 0 ? options.length : at;
          onChoose(/^\s*\d+\s*$/.test(typed) ? other : -1);
        }}
      />{" "}
      {number}
    </p>
  );
}

function Options({ block, words, name, chosen, phase, onChoose }: OptionsProps) {
  return (
    <>
      {block.options.map((option, i) => (
        <Option
          key={option}
          html={option}
          name={name}
          checked={chosen === i}
          disabled={phase !== "asking"}
          mark={phase === "shown" ? markOf(i, chosen, block.right) : ""}
          words={words}
          onChoose={() => onChoose(i)}
        />
      ))}
    </>
  );
}

/** Verdict says why. A wrong option has an answer of its own; a number that nobody foresaw has none. */
function Verdict({ block, chosen, words }: Pick<OptionsProps, "block" | "chosen" | "words">) {
  const isRight = chosen === block.right;
  return (
    <div class={`answer ${isRight ? "right" : "wrong"}`}>
      {!isRight && (
        <p class="own">
          <b>{words.predict.wrong}</b> <Html as="span" html={block.answers[chosen] ?? ""} />
        </p>
      )}
      <p>
        {isRight && <b>{words.predict.right} </b>}
        <Html as="span" html={block.why} />
      </p>
    </div>
  );
}

function label(phase: Phase, words: LearnWords): string {
  if (phase === "running") return words.predict.running;
  return phase === "shown" ? words.predict.again : words.predict.run;
}

function markOf(option: number, chosen: number, right: number): "right" | "yours" | "" {
  if (option === right) return "right";
  return option === chosen ? "yours" : "";
}

interface OptionProps {
  html: string;
  name: string;
  checked: boolean;
  disabled: boolean;
  mark: "right" | "yours" | "";
  words: LearnWords;
  onChoose(): void;
}

function Option({ html, name, checked, disabled, mark, words, onChoose }: OptionProps) {
  return (
    <label class={`option ${mark}`}>
      <input type="radio" name={name} checked={checked} disabled={disabled} onChange={onChoose} />
      <Html as="span" html={html} />
      {mark && (
        <em>{mark === "right" ? `✓ ${words.predict.isRight}` : `✗ ${words.predict.yours}`}</em>
      )}
    </label>
  );
}
