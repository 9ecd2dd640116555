// English: the messages of the compiler in the page. It is fetched with the editor.
import type { ToolchainWords } from "./toolchain.ts";

const thousands = (count: number): string => count.toLocaleString("en");

const HUGE =
  "Look for something huge: a constant array, a deeply nested expression, types made of types.";

export const enToolchain: ToolchainWords = {
  fetchFailed: (file, why) =>
    `The Go compiler could not be fetched. Check your connection and try again. (${file}: ${why})`,
  prepareFailed: (why) =>
    "This browser could not prepare the Go compiler. Try again; if that does not help, use " +
    `another browser. (${why})`,
  notKept:
    "The browser did not store the compiler. It works now, and is fetched again " +
    "at the next visit.",
  notLoaded: "The Go compiler is not loaded yet.",
  unbuilt: (exercise, line, message) =>
    `Your code for ${exercise} does not compile: line ${line}: ${message}. Fix it in the exercise.`,
  sourceTooLong: (bytes, bound) =>
    `This file has ${thousands(bytes)} bytes. The page compiles up to ${thousands(bound)} bytes: make it shorter.`,
  compileTooLong: (seconds) =>
    `The page waited ${seconds} seconds for the compiler and ended it, so it cannot say whether this file compiles. ` +
    "The computer may be busy: try again, or use `raftlab grade`.",
  compileMemory: `The compiler ran out of memory and was stopped. ${HUGE}`,
  compileStack:
    "Something in this file is nested too deeply for the compiler: take parentheses, blocks or types apart.",
  wrongPackage: (name, wanted) =>
    `This file belongs to package ${name}, the exercise to ${wanted}: write “package ${wanted}”.`,
  toolFailed: (tool, printed) =>
    `The ${tool} failed without naming a line of this file: ${printed}`,
  mainFailed: (message) => `The grader cannot call this function: ${message}`,
  crashCheck: "the program ends",
  judgedCheck: "the file can be judged",
  gradeSilent: (seconds, exercise) =>
    `The page waited ${seconds} seconds without a sign of progress and ended the checks, so it cannot say whether ` +
    `this file is right. The computer may be busy: try again, or use \`raftlab grade ${exercise}\`.`,
  gradeUnstarted: (why) =>
    `The browser did not start the checks: try again, or reload the page. ${why}`,
  gradeMemory:
    "Your code asked for more memory than a server has here, and the program ended. Look for a slice or a map that " +
    "grows in each call, or a make with a huge size.",
  gradeStack:
    "A function of yours calls itself without end: the stack overflowed, and the program ended. Look at the " +
    "condition that should stop the recursion.",
  gradePanic: (reason) => `Your code panicked, and the program ended: ${reason}`,
  gradeExit: (why) => `The program ended without a report: ${why}`,
  gradeUnreadable: "The program ended, and its output is not a report.",
};
