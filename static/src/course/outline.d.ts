// What static/outline.mjs resolves: build/outline.json, which wasm/course/outline.go writes.
declare module "outline" {
  /** The exercises and the lessons in their order, each with its part of the course, and the puzzles, each with the
   * lesson that leads to it. */
  const outline: {
    /** protocol is that of an exercise's rules, where they are not Raft's. */
    exercises: { id: string; letter: string; title: string; protocol?: string }[];
    /** writes is the exercise with which a lesson ends. */
    lessons: { id: string; letter: string; title: string; writes?: string }[];
    puzzles: { id: string; title: string; lesson: string }[];
  };
  export default outline;
}
