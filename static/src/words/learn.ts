// The texts of the lessons' page beside the lessons themselves. It is loaded when it is opened.
export interface LearnWords {
  title: string;
  intro: string;
  /** whole leads to the page that takes a whole Raft: one to write, or one that is there. */
  whole: Record<"write" | "bring", { title: string; text: string }>;
  loading: string;
  failed(why: string): string;
  retry: string;
  unknown(id: string): string;
  list: string;
  letters: Record<string, { title: string; text: string }>;
  read: string;
  /** lesson is a lesson's place among all, and its part of the course. */
  lesson(number: number, of: number, part: string): string;
  sections(sections: string): string;
  /** played comes before the scenarios of a lesson. */
  played: string;
  /** toBreak comes before the puzzles about the same. */
  toBreak: string;
  /** write is what comes after the last lesson. */
  write: string;
  previous: string;
  next: string;
  words: {
    myths: string;
    mythsNote: string;
    see(title: string): string;
    asked(title: string): string;
  };
  lab: {
    label(title: string): string;
    play: string;
    pause: string;
    step: string;
    finish: string;
    again: string;
    againNote: string;
    speed: string;
    times(speed: number): string;
    moment(seconds: string): string;
    open: string;
    /** captionOf comes before a caption once the lab shows another moment than the caption's. */
    captionOf(seconds: string): string;
    rules(title: string): string;
    /** withRules names a story that is played with wrong rules. */
    withRules(story: string, rules: string): string;
    failed: string;
    told: string;
    logs: string;
    checks: string;
    feed: string;
    clients: string;
    none: string;
  };
  /** standing is about the predictions of one lesson. */
  standing: {
    /** some were answered, and others were not. */
    some(answered: number, of: number): string;
    all(of: number, wrong: number): string;
    wrong(count: number): string;
    /** comesBack comes before the questions that were answered wrongly. */
    comesBack: string;
    left: string;
  };
  /** rule is about the exercise with which a lesson ends. */
  rule: { title: string; write: string; begun: string; passed: string };
  /** review is about a prediction that came back. */
  review: {
    title: string;
    from(lesson: string): string;
    waiting(count: number): string;
    note: string;
    right: string;
    wrong: string;
    isRight: string;
    yours: string;
    again: string;
    onceMore: string;
    away: string;
    next: string;
  };
  predict: {
    title: string;
    run: string;
    running: string;
    again: string;
    right: string;
    wrong: string;
    isRight: string;
    yours: string;
  };
  task: {
    title: string;
    command(number: number): string;
    begin: string;
    run: string;
    running: string;
    reached: string;
    missed: string;
    /** unforeseen is for a try that has no answer of its own. */
    unforeseen: string;
    refused(why: string): string;
    hint: string;
    solution: string;
  };
}
