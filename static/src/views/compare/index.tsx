// Two branches of a run at the same moment, side by side: where they part, what happened in each, and how they stand.
import { useMemo, useState } from "preact/hooks";
import { compareLink, labLink, type Route } from "../../address/route.ts";
import type { ViewProps } from "../../app/controls.ts";
import { startupText } from "../../app/startup-text.ts";
import type { Speed, State } from "../../app/state.ts";
import { messageOf } from "../../base/errors.ts";
import { seconds } from "../../base/units.ts";
import { sentencesSince } from "../../run/beside.ts";
import type { FeedItem } from "../../run/story.ts";
import { type Course, partingOf } from "../../timeline/compare.ts";
import { diagramWords } from "../../words/diagram-of.ts";
import { enCompare as words } from "../../words/en-compare.ts";
import { branchName } from "../branches/name.ts";
import { Lazy } from "../lazy-part.tsx";
import { style } from "../sheet.ts";
import { useStateOf } from "../state-of.ts";
import { Diagrams } from "./diagrams.tsx";
import { differencesOf, type Frames, factsOf } from "./facts.ts";
import { type Both, useBoth, useMoment } from "./load.ts";
import { Side } from "./side.tsx";
import { BothTimes } from "./time.tsx";
import "../diagram/diagram.css";
import "../frame/panels.css";
import "./compare.css";

interface Props extends ViewProps {
  route: Route & { name: "compare" };
}

async function beside() {
  const [part] = await Promise.all([import("../beside/index.tsx"), style("beside")]);
  return part.Page;
}

export function Page({ state, on, route }: Props) {
  if (!route.story) return <Branches state={state} on={on} route={route} />;
  return (
    <Lazy load={beside} words={state.words.diagram} props={{ state, on, route: route.story }} />
  );
}

function Branches({ state, on, route }: Props) {
  const ids = on.pair();
  const { frame } = state;
  const ready = frame !== null && frame.branches.length > Math.max(...ids);
  const both = useBoth(on, ids, ready);
  return (
    <main id="main" class="compare" tabIndex={-1}>
      {both ? (
        <Shown key={ids.join(" ")} state={state} on={on} route={route} both={both} />
      ) : (
        <Nothing state={state} waits={route.left !== "" && isComing(state, ready)} />
      )}
    </main>
  );
}

/** isComing is true while two branches may still appear. */
function isComing(state: State, ready: boolean): boolean {
  const begins = state.preparing !== null || state.engine === "starting" || state.frame !== null;
  return ready || begins || startupText(state) !== "";
}

function Nothing({ state, waits }: { state: State; waits: boolean }) {
  return (
    <div class="page">
      <h1>{words.title}</h1>
      <p role="status">{waits ? startupText(state) || words.opening : words.none}</p>
      {!waits && (
        <p>
          <a class="button primary" href={labLink({})}>
            {words.toLab}
          </a>
        </p>
      )}
    </div>
  );
}

function Shown({ state, on, route, both }: Props & { both: Both }) {
  const ids = on.pair();
  const { ends } = both;
  const shown = useShown({ state, on, route }, both);
  const { at, frames, go, names, parting, setEverything, ways } = shown;
  const links = [moment(route.left), moment(route.right)] as const;
  const address = compareLink(route.left, route.right, Math.round(at));
  return (
    <>
      <Head
        alike={words.alike(parting.event - 1, seconds(parting.time))}
        everything={shown.everything}
        onEverything={setEverything}
        onBack={() => on.goOn(state.frame?.branch ?? 0, state.frame?.event ?? 0, links[0])}
      >
        <Share on={on} link={address} />
      </Head>
      <p class="sum" data-testid="parting" data-event={parting.same ? 0 : parting.event}>
        <Sum names={names} ways={ways} frames={frames} at={at} same={parting.same} />
      </p>
      <div class="ways">
        {SIDES.map((side, i) => (
          <Side
            key={side}
            state={state}
            on={on}
            side={side}
            frame={frames[i] ?? ends[0]}
            playing={shown.playing}
            name={names[i] ?? ""}
            happens={ways[i]?.short || words.goesOn}
            branches={ends[0].branches}
            nameOf={shown.nameOf}
            facts={shown.facts}
            story={{
              name: names[i] ?? "",
              parting: { time: parting.time, text: ways[i]?.text ?? "" },
              items: ways[i]?.rest ?? [],
              end: ends[i]?.now ?? 0,
              at,
              onGo: go,
            }}
            onBranch={(id) => void (i === 0 ? on.compare(id, ids[1]) : on.compare(ids[0], id))}
            onGoOn={() => void on.goOn(ids[i] ?? 0, frames[i]?.event ?? 0, links[i] ?? "")}
          />
        ))}
      </div>
      <Together state={state} both={both} shown={shown} />
    </>
  );
}

const SIDES = ["left", "right"] as const;

type Shown = ReturnType<typeof useShown>;

/** useShown has which moment is shown, and all that both branches say there. */
function useShown({ state, on, route }: Props, both: Both) {
  const ids = on.pair();
  const { courses, ends } = both;
  const parting = useMemo(() => partingOf(...courses), [courses]);
  const end = Math.max(ends[0].now, ends[1].now);
  const [at, setAt] = useState(Math.min(end, route.at ?? parting.time));
  const [playing, setPlaying] = useState(false);
  const [everything, setEverything] = useState(false);
  const frames = useMoment(on, both, ids, at) ?? ends;
  const ways = useMemo(() => {
    const { protocol } = ends[0];
    const tell = (course: Course) =>
      sentencesSince(course, parting.event, protocol, everything, state.words);
    return courses.map((course) => wayOf(tell(course), parting.time));
  }, [courses, everything]);
  const nameOf = (id: number): string =>
    branchName(on.trace.names, state.words.diagram.branches, id);
  const names = [nameOf(ids[0]), nameOf(ids[1])] as const;
  const go = (time: number): void => {
    setPlaying(false);
    setAt(time);
  };
  const facts = factsOf(frames);
  const time = { at, setAt, go, end, playing, setPlaying };
  return { ...time, parting, everything, setEverything, frames, ways, nameOf, names, facts };
}

/** Together is what both share: the moment, and the diagrams on one scale. */
function Together(props: { state: ViewProps["state"]; both: Both; shown: Shown }) {
  const { state, both, shown } = props;
  const { at, end, frames, go, names, parting, playing, ways } = shown;
  const [speed, setSpeed] = useState<Speed>(0.1);
  const places = useMemo(
    () =>
      placesOf(
        ways.flatMap(({ rest }) => rest),
        parting.time,
      ),
    [ways],
  );
  return (
    <section class="panel together" aria-label={words.time}>
      <BothTimes
        at={at}
        end={end}
        parting={parting.time}
        places={places}
        playing={playing}
        speed={speed}
        times={state.words.time.times}
        onAt={shown.setAt}
        onPlay={shown.setPlaying}
        onSpeed={setSpeed}
      />
      <Diagrams
        courses={both.courses}
        frames={frames}
        names={names}
        at={at}
        parting={parting.time}
        words={diagramWords(state.words.lang)}
        onGo={go}
      />
    </section>
  );
}

/** moment is the lab's address of one branch. */
function moment(data: string): string {
  return labLink({}, { data });
}

interface Way {
  /** text is what happens in a branch at the parting, short its first sentence, "" for none; rest is what follows. */
  text: string;
  short: string;
  rest: FeedItem[];
}

function wayOf(items: readonly FeedItem[], parting: number): Way {
  const first = items.filter(({ time }) => time <= parting);
  return {
    text: first.map(({ text }) => text).join(" ") || words.goesOn,
    short: first[0]?.text ?? "",
    rest: items.slice(first.length),
  };
}

function placesOf(items: readonly FeedItem[], parting: number): number[] {
  return [...new Set([parting, ...items.map(({ time }) => time)])].sort((a, b) => a - b);
}

interface HeadProps {
  alike: string;
  everything: boolean;
  onEverything(everything: boolean): void;
  onBack(): void;
  children: preact.ComponentChildren;
}

function Head({ alike, everything, onEverything, onBack, children }: HeadProps) {
  return (
    <div class="setup compare-head">
      <button type="button" class="quiet" onClick={onBack} data-testid="compare-back">
        <span aria-hidden="true">‹ </span>
        {words.back}
      </button>
      <h1>{words.title}</h1>
      <span class="alike">{alike}</span>
      <span class="grow" />
      <label>
        <input
          type="checkbox"
          checked={everything}
          onChange={(event) => onEverything(event.currentTarget.checked)}
          data-testid="compare-all"
        />{" "}
        {words.everything}
      </label>
      {children}
    </div>
  );
}

interface SumProps {
  names: readonly [string, string];
  ways: readonly Way[];
  frames: Frames;
  at: number;
  same: boolean;
}

function Sum({ names, ways, frames, at, same }: SumProps) {
  if (same) return <b>{words.same}</b>;
  return (
    <>
      <b>
        {words.way(names[0], ways[0]?.short ?? "")} {words.way(names[1], ways[1]?.short ?? "")}
      </b>{" "}
      {words.now(seconds(at), differencesOf(frames, names))}
    </>
  );
}

/** Share copies the link, and shows it where that is not possible. */
function Share({ on, link }: { on: ViewProps["on"]; link: string }) {
  const [shared, setShared] = useStateOf<{ address: string; copied: boolean } | null>(link, null);
  const share = async (): Promise<void> => {
    try {
      const address = on.address(link);
      setShared({ address, copied: await on.copy(address) });
    } catch (error) {
      on.dispatch({ kind: "refused", message: messageOf(error) });
    }
  };
  return (
    <span class="share-both">
      <button type="button" onClick={() => void share()} data-testid="share-both">
        {words.share}
      </button>
      <span role="status" data-testid="share-both-status">
        {shared && (shared.copied ? words.copied : words.copyIt)}
      </span>
      {shared && !shared.copied && (
        <input
          class="mono"
          value={shared.address}
          readOnly
          aria-label={words.link}
          onFocus={(event) => event.currentTarget.select()}
          data-testid="share-both-link"
        />
      )}
    </span>
  );
}
