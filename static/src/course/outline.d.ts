// What static/outline.mjs resolves: build/outline.json, which wasm/course/outline.go writes.
declare module "outline" {
  /** The exercises and the lessons in their order, each with its part of the course. */
  const outline: {
    exercises: { id: string; letter: string; title: string; text: string }[];
    lessons: { id: string; letter: string; title: string; writes?: string }[];
  };
  export default outline;
}
