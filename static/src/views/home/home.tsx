// The first page: what this is, a cluster that is already running, and the way in. The course's path is fetched after
// the first paint.
import { labLink, lessonLink } from "../../address/route.ts";
import type { ViewProps } from "../../app/controls.ts";
import type { Memory } from "../../course/memory.ts";
import { usePart } from "../part-of.ts";
import { style } from "../sheet.ts";
import { Live } from "./live.tsx";
import "./home.css";

export type CoursePart = typeof import("./course.tsx");

async function load(): Promise<CoursePart> {
  const [part] = await Promise.all([import("./course.tsx"), style("path")]);
  return part;
}

export function Home({ state, on }: ViewProps) {
  const { home } = state.words;
  const course = usePart(true, load);
  return (
    <main id="main" class="page home" tabIndex={-1}>
      <div class="hero">
        <div class="title">
          <h1>{home.title}</h1>
          <p class="intro">{home.intro}</p>
        </div>
        <Live state={state} on={on} />
        <div class="onward">
          {course && hasBegun(state.memory) ? (
            <course.Onward state={state} />
          ) : (
            <section class="card" aria-labelledby="onward-title">
              <h2 id="onward-title">{home.start.title}</h2>
              <p>{home.start.note}</p>
              <p class="links">
                <a class="button primary" href={lessonLink(FIRST_LESSON)} data-testid="start">
                  {home.start.go}
                </a>
                <a class="button" href={labLink({})}>
                  {home.openLab}
                </a>
              </p>
            </section>
          )}
          {course && <course.Strip state={state} />}
        </div>
      </div>
      {course && <course.Course state={state} on={on} />}
    </main>
  );
}

/** FIRST_LESSON is known here, so that the way in does not wait for the course. */
export const FIRST_LESSON = "a1-one-log";

export function hasBegun({ begun, read, solved }: Memory): boolean {
  return begun.length + read.length + solved.length > 0;
}
