// The messages of the compiler in the page, and of the worker that grades, to the learner.
export interface ToolchainWords {
  /** A download that failed; `why` is the browser's message, or a status. */
  fetchFailed(file: string, why: string): string;
  prepareFailed(why: string): string;
  notKept: string;
  notLoaded: string;
  /** unbuilt is said of own code that is to be run, and does not compile. */
  unbuilt(exercise: string, line: number, message: string): string;
  /** Instead of a compilation. */
  sourceTooLong(bytes: number, bound: number): string;
  /** Instead of an answer of the compiler, which the page has ended. */
  compileTooLong(seconds: number): string;
  compileMemory: string;
  compileStack: string;
  wrongPackage(name: string, wanted: string): string;
  toolFailed(tool: string, printed: string): string;
  /** The learner's function does not fit where the generated main uses it. */
  mainFailed(message: string): string;
  /** Instead of a grader's report: the name of the check, and what happened. Where the page could not judge, the check
   * is judgedCheck. */
  crashCheck: string;
  judgedCheck: string;
  gradeSilent(seconds: number, exercise: string): string;
  gradeUnstarted(why: string): string;
  gradeMemory: string;
  gradeStack: string;
  gradePanic(reason: string): string;
  gradeExit(why: string): string;
  gradeUnreadable: string;
}
