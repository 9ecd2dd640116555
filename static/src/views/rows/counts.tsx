// Who counts: the questions that are open, each with one seat for every server that is asked.
import { levelClass } from "../../base/level.ts";
import { enProtocols as words } from "../../words/en-protocols.ts";
import "./rows.css";

export interface Seat {
  id: number;
  /** A seat that is apart answers, and is never counted. */
  state: "yes" | "no" | "waiting" | "apart";
}

export interface Question {
  text: string;
  level: number;
  seats: readonly Seat[];
  need: number;
  /** verdict stands in place of the tally, "" for none. */
  verdict: string;
}

/** seatsOf are the seats of those who are asked: yes is who has agreed. */
export function seatsOf(asked: readonly number[], yes: readonly number[]): Seat[] {
  return asked.map((id) => ({ id, state: yes.includes(id) ? "yes" : "waiting" }));
}

export function Counts({ questions }: { questions: readonly Question[] }) {
  if (questions.length === 0) return null;
  return (
    <section class="who-counts" aria-label={words.whoCounts} data-testid="who-counts">
      {questions.map((one) => (
        <Asked key={one.text} question={one} />
      ))}
    </section>
  );
}

function Asked({ question: { text, level, seats, need, verdict } }: { question: Question }) {
  const yes = seats.filter(({ state }) => state === "yes").length;
  const of = seats.filter(({ state }) => state !== "apart").length;
  return (
    <div class={levelClass(level)}>
      <p>
        <b class="question">{text}</b>{" "}
        <span class={yes >= need ? "tally enough" : "tally"}>
          {verdict || words.tally(yes, of, need)}
        </span>
        <span class="unseen">
          {seats.map(({ id, state }) => ` S${id}: ${words.said[state]}.`).join("")}
        </span>
      </p>
      <span class="seats" aria-hidden="true">
        {seats.map(({ id, state }) => (
          <span key={id} class={`seat ${SEATS[state]}`}>
            {state === "yes" ? `S${id} ✓` : `S${id}`}
          </span>
        ))}
      </span>
    </div>
  );
}

const SEATS: Readonly<Record<Seat["state"], string>> = {
  yes: "yes",
  no: "no",
  waiting: "",
  apart: "learner",
};
