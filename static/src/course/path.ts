// The course as one path: each lesson, and behind the one that has taught its rule, the exercise.
import outline from "outline";

export type Lesson = (typeof outline.lessons)[number];
export type Exercise = (typeof outline.exercises)[number];

/** Step is one of the path; letter is its part of the course. */
export type Step =
  | { kind: "lesson"; letter: string; lesson: Lesson }
  | { kind: "exercise"; letter: string; exercise: Exercise };

/** path is all of it, or that of one part. */
export function path(letter = ""): Step[] {
  return outline.lessons
    .filter((lesson) => letter === "" || lesson.letter === letter)
    .flatMap((lesson): Step[] => {
      const exercise = exerciseBehind(lesson.writes);
      const step: Step = { kind: "lesson", letter: lesson.letter, lesson };
      return exercise ? [step, { kind: "exercise", letter: lesson.letter, exercise }] : [step];
    });
}

/** exerciseBehind finds the exercise with which a lesson ends. */
export function exerciseBehind(id: string | undefined): Exercise | undefined {
  return outline.exercises.find((exercise) => exercise.id === id);
}
