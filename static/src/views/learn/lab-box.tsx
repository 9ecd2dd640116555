// A lab within a lesson: a compact frame around the views of the lab screen.
import { useLayoutEffect, useState } from "preact/hooks";
import { hasBroken, SPEEDS } from "../../app/state.ts";
import { seconds } from "../../base/units.ts";
import type { Part } from "../../course/lessons.ts";
import { enLab } from "../../words/en-lab.ts";
import type { LearnWords } from "../../words/learn.ts";
import { Announcer } from "../feed/announcer.tsx";
import { Html } from "../html.tsx";
import { logsPart } from "../protocols/logs.ts";
import { Diagram } from "../ring/ring.tsx";
import type { Stage } from "./stage.ts";
import "./lab-box.css";

interface Props {
  stage: Stage;
  number: number;
  words: LearnWords;
  /** onGo opens another place of the app. */
  onGo(link: string): void;
}

/** FEED_SHOWN is how many sentences of what happened are shown, the newest first. */
const FEED_SHOWN = 12;
/** OPERATIONS_SHOWN is how many of the clients' last requests are shown. */
const OPERATIONS_SHOWN = 9;

export function LabBox({ stage, number, words, onGo }: Props) {
  const [, redraw] = useState(0);
  useLayoutEffect(() => stage.watch(() => redraw((count) => count + 1)), [stage]);
  const { block, state, isLive, failure } = stage;
  const { frame } = state;
  if (!frame) return null;
  const parts = block.show.filter((part) => part !== "marks");
  const beside = parts.filter((part) => part !== "ring");
  const alone = beside.length === 0 || beside.length === parts.length;
  return (
    <figure
      class={`lab-box${isLive ? " live" : ""}${block.show.includes("marks") ? "" : " unmarked"}`}
      aria-label={words.lab.label(block.title)}
      id={`lab-${number}`}
      data-testid={`lab-${number}`}
      data-status={frame.status}
      data-live={isLive}
      data-playing={state.playing}
    >
      {block.rulesTitle && <p class="rules">{words.lab.rules(block.rulesTitle)}</p>}
      <div class={`parts${alone ? " alone" : ""}`}>
        {block.show.includes("ring") && (
          <div class="part stage-ring">
            <Diagram state={state} on={null} frame={frame} />
          </div>
        )}
        {beside.length > 0 && (
          <div class="beside">
            {beside.map((part) => (
              <Beside key={part} part={part} stage={stage} words={words} />
            ))}
          </div>
        )}
      </div>
      <Bar stage={stage} words={words} onGo={onGo} />
      {(failure || hasBroken(frame)) && (
        <p
          class={frame.status === "told" ? "failure told" : "failure"}
          role="status"
          data-testid={`failure-${number}`}
        >
          <b>{frame.status === "told" ? words.lab.told : words.lab.failed}.</b>{" "}
          {failure || frame.failure}
        </p>
      )}
      {isLive && <Announcer feed={state.feed} />}
      {block.caption && (
        <figcaption data-testid={`caption-${number}`}>
          {!stage.isAtMoment && <b>{words.lab.captionOf(seconds(block.at))} </b>}
          <Html as="span" html={block.caption} />
        </figcaption>
      )}
    </figure>
  );
}

function Bar({ stage, words, onGo }: Omit<Props, "number">) {
  const { state } = stage;
  const playing = state.playing && stage.isLive;
  return (
    <div class="lab-bar">
      <button
        type="button"
        class="primary"
        onClick={() => (playing ? stage.pause() : void stage.play())}
        data-testid="lab-play"
      >
        <span aria-hidden="true">{playing ? "❚❚ " : "▶ "}</span>
        {playing ? words.lab.pause : words.lab.play}
      </button>
      <button type="button" onClick={() => void stage.step()} data-testid="lab-step">
        {words.lab.step}
      </button>
      <button
        type="button"
        disabled={stage.isLive && stage.isOver}
        onClick={() => void stage.finish()}
        data-testid="lab-finish"
      >
        {words.lab.finish}
      </button>
      <button
        type="button"
        disabled={stage.isAtMoment && !playing}
        onClick={() => void stage.open()}
        title={words.lab.againNote}
        data-testid="lab-again"
      >
        {words.lab.again}
      </button>
      <label>
        <span class="unseen">{words.lab.speed}</span>
        <select
          value={state.speed}
          onChange={(event) => {
            const chosen = SPEEDS.find((one) => String(one) === event.currentTarget.value);
            if (chosen) stage.slow(chosen);
          }}
        >
          {SPEEDS.map((one) => (
            <option key={one} value={one}>
              {words.lab.times(one)}
            </option>
          ))}
        </select>
      </label>
      <span class="mono moment" data-testid="lab-moment">
        {words.lab.moment(seconds(state.frame?.now ?? 0))}
      </span>
      <span class="grow" />
      <OpenInLab stage={stage} words={words} onGo={onGo} />
    </div>
  );
}

/** OpenInLab leads to the lab at the very moment that is shown. */
function OpenInLab({ stage, words, onGo }: Omit<Props, "number">) {
  const leave = async (event: MouseEvent): Promise<void> => {
    const isElsewhere = event.ctrlKey || event.metaKey || event.shiftKey;
    if (stage.link || isElsewhere) return;
    event.preventDefault();
    stage.pause();
    onGo(await stage.packedLink());
  };
  return (
    <a href={stage.link ?? stage.block.link} onClick={(event) => void leave(event)}>
      {words.lab.open}
    </a>
  );
}

function Beside({ part, stage, words }: { part: Part; stage: Stage; words: LearnWords }) {
  switch (part) {
    case "logs":
      return <Logs stage={stage} words={words} />;
    case "checks":
      return <Checks stage={stage} words={words} />;
    case "feed":
      return <Feed stage={stage} words={words} />;
    case "clients":
      return <Clients stage={stage} words={words} />;
    default:
      return null;
  }
}

interface PartProps {
  stage: Stage;
  words: LearnWords;
}

function Logs({ stage, words }: PartProps) {
  const { frame } = stage.state;
  const part = frame && logsPart(frame);
  return part && <part.Lesson frame={frame} title={part.title?.(frame) ?? words.lab.logs} />;
}

function Checks({ stage, words }: PartProps) {
  const { frame, words: all } = stage.state;
  return (
    <section class="part">
      <p class="part-title">{words.lab.checks}</p>
      <ul class="small-checks">
        {frame?.checks.map((check) => (
          <li key={check.id} class={check.ok ? "ok" : "bad"}>
            <span aria-hidden="true">{check.ok ? "✓" : "✗"}</span> {check.name}
            <span class="unseen">{check.ok ? all.checks.holds : all.checks.broken}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Feed({ stage, words }: PartProps) {
  const newest = stage.state.feed.slice(-FEED_SHOWN).reverse();
  return (
    <section class="part">
      <p class="part-title">{words.lab.feed}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must take the focus */}
      <div class="small-feed" tabIndex={0}>
        {newest.length === 0 && <p class="empty">{words.lab.none}</p>}
        <ol>
          {newest.map((item) => (
            <li key={item.event}>
              <time>{seconds(item.time)}</time> {item.text}
            </li>
          ))}
        </ol>
      </div>
    </section>
  );
}

function Clients({ stage, words }: PartProps) {
  const { frame } = stage.state;
  const operations = frame?.operations ?? [];
  const several = new Set(operations.map(({ client }) => client)).size > 1;
  return (
    <section class="part">
      <p class="part-title">{words.lab.clients}</p>
      {operations.length === 0 && <p class="empty">{words.lab.none}</p>}
      <ul class="small-clients">
        {operations.slice(-OPERATIONS_SHOWN).map((one) => (
          <li key={one.id}>
            <code>{several ? `C${one.client} ${one.text}` : one.text}</code>
            <span class={one.outcome}>
              {enLab.clients.outcomes[one.outcome]}
              {one.outcome === "ok" && one.result ? `: ${one.result}` : ""}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
