// The lessons as wasm/course builds them from the Markdown of lab/lessons: prose, labs that are
// paused at a moment, questions about what happens next, and tasks.

import { siteFile } from "../base/site.ts";
import type { Frame } from "../engine/protocol.ts";

export interface Lessons {
  version: 2;
  lessons: readonly Lesson[];
  myths: readonly Myth[];
  glossary: readonly Word[];
  figure2: readonly Box[];
}

/** Word is a word of the glossary; lesson is the id of the one that teaches it, "" if none does. */
export interface Word {
  name: string;
  /** forms are how it stands in texts. */
  forms: readonly string[];
  sentence: string;
  lesson: string;
}

/** Box is a part of Figure 2. Its note may be "". */
export interface Box {
  title: string;
  note: string;
  rules: readonly Rule[];
}

/** Rule is one of Figure 2; no exercises have it where the lab follows it itself. */
export interface Rule {
  html: string;
  sections: string;
  exercises: readonly string[];
}

export interface Lesson {
  id: string;
  /** letter is that of its subjects, A to F. */
  letter: string;
  title: string;
  subjects: readonly string[];
  sections: string;
  /** puzzles are those about the same. */
  puzzles: readonly { id: string; title: string }[];
  /** writes is the exercise with which it ends. */
  writes: Written | null;
  blocks: readonly Block[];
}

/** Written is an exercise by its title, with a sentence about it. */
export interface Written {
  id: string;
  title: string;
  text: string;
}

export type Block = (Prose | LabBlock | PredictBlock | TaskBlock) & {
  /** fold is the title under which a block is folded; one in sight has none. */
  fold?: string;
};

/** Prose is HTML that goldmark made of our own Markdown: it is trusted. So are the captions,
 * questions and answers of the others. */
export interface Prose {
  kind: "html";
  html: string;
}

export interface LabBlock {
  kind: "lab";
  /** scenario is an id of the catalogue; if it is "", text is the scenario itself. */
  scenario: string;
  text: string;
  title: string;
  /** rules is an id of the catalogue, "" for the scenario's own. */
  rules: string;
  rulesTitle: string;
  show: readonly Part[];
  caption: string;
  /** at is the virtual time at which the lab opens, end that of the story's end. */
  at: number;
  end: number;
  /** breaks is true when a promise is broken at the end. */
  breaks: boolean;
  /** link opens the same in the lab. */
  link: string;
  /** frame is the picture of the moment at which it opens. */
  frame: Frame;
}

export type Part = "ring" | "logs" | "marks" | "checks" | "feed" | "clients";

export interface PredictBlock {
  kind: "predict";
  question: string;
  /** number says what is counted where the reader types a number, "" where one of the options is chosen. */
  number: string;
  options: readonly string[];
  /** answers say why an option is wrong, "" for the right one. */
  answers: readonly string[];
  /** right is the place of the right option, from 0. */
  right: number;
  why: string;
  run: readonly Moment[];
  again: Again;
}

/** Again is the same idea in another case, for a reader who was wrong. It is not played; some have a picture. */
export interface Again {
  picture?: boolean;
  question: string;
  options: readonly string[];
  answers: readonly string[];
  right: number;
  why: string;
}

/** TaskBlock asks the reader to reach something in the lab above it. */
export interface TaskBlock {
  kind: "do";
  task: string;
  hint: string;
  why: string;
  /** try are commands to begin with; solution is as many as the reader may give. */
  try: readonly string[];
  solution: readonly string[];
  /** for is how long the lab runs after the commands, in microseconds. */
  for: number;
  /** expect are lines that must hold then, such as "expect leader S2". */
  expect: readonly string[];
  wrong: readonly { commands: readonly string[]; answer: string }[];
}

/** Moment is a goal of a run: its line, if there is one, is typed, and then the run plays to its time. */
export interface Moment {
  do?: string;
  at: number;
  end?: boolean;
}

export interface Myth {
  myth: string;
  truth: string;
  sections: string;
  /** link leads to a scenario in which it is seen, called title; both "" where there is none. */
  link: string;
  title: string;
}

/** played are the scenarios of the catalogue that a lesson's labs show, each once. */
export function played({ blocks }: Lesson): { id: string; title: string }[] {
  const titles = new Map<string, string>();
  for (const block of blocks) {
    if (block.kind === "lab" && block.scenario) titles.set(block.scenario, block.title);
  }
  return [...titles].map(([id, title]) => ({ id, title }));
}

/** askedIn is the lesson on the subject of a myth's scenario; its questions test the myth. */
export function askedIn({ lessons }: Lessons, myth: Myth): Lesson | undefined {
  const subject = /scenario=(\w+)/.exec(myth.link)?.[1]?.toUpperCase() ?? "";
  return lessons.find(({ subjects }) => subjects.includes(subject));
}

/** AgainPicture is the moment of a question that came back. */
export interface AgainPicture {
  show: readonly Part[];
  frame: Frame;
}

/** loadAgainPictures fetches the pictures of the questions, by their ids. */
export async function loadAgainPictures(): Promise<Readonly<Record<string, AgainPicture>>> {
  const response = await fetch(siteFile("again.json"));
  if (!response.ok) throw new Error(`again.json: ${response.status} ${response.statusText}`);
  return response.json();
}

let loading: Promise<Lessons> | null = null;

/** loadLessons fetches them once; a failure may be tried again. */
export function loadLessons(): Promise<Lessons> {
  loading ??= fetchLessons().catch((error) => {
    loading = null;
    throw error;
  });
  return loading;
}

async function fetchLessons(): Promise<Lessons> {
  const response = await fetch(siteFile("lessons.json"));
  if (!response.ok) throw new Error(`lessons.json: ${response.status} ${response.statusText}`);
  const lessons = (await response.json()) as Lessons;
  if (lessons.version !== 2) {
    throw new Error(
      `lessons.json has version ${lessons.version}, this page reads version 2. Reload.`,
    );
  }
  return lessons;
}
