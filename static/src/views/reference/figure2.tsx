// Figure 2, rule by rule: a rule is checked off when every exercise that has it is passed.
import outline from "outline";
import { exerciseLink } from "../../address/route.ts";
import type { Box, Rule } from "../../course/lessons.ts";
import type { ReferenceWords } from "../../words/reference.ts";
import { Html } from "../html.tsx";
import { type Checked, checkedOff, yours } from "./checked.ts";

interface Props {
  boxes: readonly Box[];
  /** passed are the ids of the passed exercises. */
  passed: readonly string[];
  words: ReferenceWords["figure2"];
}

export function Figure2({ boxes, passed, words }: Props) {
  const { done, of } = yours(boxes, passed);
  return (
    <>
      <h1>{words.title}</h1>
      <p class="intro">{words.intro}</p>
      <p class="progress" data-testid="rules-progress">
        <progress value={done} max={of} aria-hidden="true" />
        {words.progress(done, of)}
      </p>
      <div class="boxes">
        {boxes.map((box) => (
          <section key={box.title} class="panel box" aria-labelledby={idOf(box)}>
            <h2 id={idOf(box)}>{box.title}</h2>
            {box.note && <Html as="div" class="note" html={box.note} />}
            <ul>
              {box.rules.map((rule) => (
                <Line key={rule.html} rule={rule} passed={passed} words={words} />
              ))}
            </ul>
          </section>
        ))}
      </div>
    </>
  );
}

const idOf = ({ title }: Box): string => title.toLowerCase().replace(/[^a-z]+/g, "-");

const MARKS: Record<Checked, string> = { done: "✓", partly: "◐", open: "○", lab: "–" };

function Line({ rule, passed, words }: Omit<Props, "boxes"> & { rule: Rule }) {
  const { exercises } = rule;
  const how = checkedOff(rule, passed);
  const count = exercises.filter((id) => passed.includes(id)).length;
  const said = { ...words, partly: words.partly(count, exercises.length) }[how];
  return (
    <li class={how} data-checked={how}>
      <span class="mark" aria-hidden="true">
        {MARKS[how]}
      </span>
      <div>
        <Html as="span" html={rule.html} />
        <p class="from">
          <span>{rule.sections}</span>
          {exercises.length === 0 && <span aria-hidden="true">{words.labNote}</span>}
          {exercises.map((id) => (
            <a key={id} href={exerciseLink(id)}>
              {outline.exercises.find((one) => one.id === id)?.title ?? id}
            </a>
          ))}
          <span class="unseen">{said}</span>
        </p>
      </div>
    </li>
  );
}
