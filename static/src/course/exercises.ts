// The course as wasm/course builds it from the exercises' Markdown: texts, starters, hints.
import { siteFile } from "../base/site.ts";
import type { LabBlock, Word } from "./lessons.ts";

export interface Course {
  version: 2;
  exercises: readonly Exercise[];
  /** glossary is for texts that come later: reports. */
  glossary: readonly Word[];
}

export interface Exercise {
  id: string;
  title: string;
  /** number counts the exercises from 1, in their order. */
  number: number;
  /** file is its name, `vote.go`. */
  file: string;
  starter: string;
  starterHash: string;
  /** join is the generated file that joins the learner's file to a program. */
  join: string;
  /** rules are the functions that the learner writes. */
  rules: readonly string[];
  /** lesson is HTML that goldmark made of our own Markdown: it is trusted. */
  lesson: string;
  /** plays are the stories that the lesson plays; its links have their numbers. */
  plays?: readonly Play[];
  tasks: readonly Task[];
  /** place is where the paper has the rule, `Figure 2, RequestVote RPC`; sections its numbers. */
  place: string;
  sections: string;
  subjects: readonly string[];
  /** protocol is that of its rules, where they are not Raft's. */
  protocol?: string;
  /** checks, if the course names them, are those of a grading, in their order. */
  checks?: readonly CheckName[];
  /** notes stood around the list of tasks; done is the section "Done when". */
  notes?: string;
  done?: string;
}

/** Play is a story that plays within the text, from its beginning. */
export type Play = Omit<LabBlock, "kind" | "caption" | "at" | "frame">;

export interface Task {
  title: string;
  /** text says what to do, in HTML. */
  text?: string;
  hints: readonly string[];
}

export interface CheckName {
  stage: "examples" | "calls" | "stories" | "schedules";
  name: string;
  place: string;
}

let loading: Promise<Course> | null = null;

/** loadCourse fetches it once; a failure may be tried again. */
export function loadCourse(): Promise<Course> {
  loading ??= fetchCourse().catch((error) => {
    loading = null;
    throw error;
  });
  return loading;
}

async function fetchCourse(): Promise<Course> {
  const response = await fetch(siteFile("course.json"));
  if (!response.ok) throw new Error(`course.json: ${response.status} ${response.statusText}`);
  const course = (await response.json()) as Course;
  if (course.version !== 2) {
    throw new Error(
      `course.json has version ${course.version}, this page reads version 2. Reload.`,
    );
  }
  return course;
}

/** exerciseOf finds an exercise by its id; "" is the one that was open last, or the first. */
export function exerciseOf(course: Course, id: string, last: string): Exercise | null {
  if (id !== "") return course.exercises.find((one) => one.id === id) ?? null;
  return course.exercises.find((one) => one.id === last) ?? course.exercises[0] ?? null;
}

export function nextExercise(
  { exercises }: Course,
  id: string,
  passed: readonly string[] = [],
): Exercise | null {
  const at = exercises.findIndex((one) => one.id === id);
  const later = at < 0 ? [] : exercises.slice(at + 1);
  return later.find((one) => !passed.includes(one.id)) ?? null;
}
