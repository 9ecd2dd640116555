// The texts of the pages of reference: Figure 2, Figure 4 and the glossary. They are loaded when one is opened.
export interface ReferenceWords {
  loading: string;
  failed(why: string): string;
  retry: string;
  glossary: {
    title: string;
    intro: string;
    taught(lesson: string): string;
  };
  figure2: {
    title: string;
    intro: string;
    progress(done: number, of: number): string;
    /** done, partly, open and lab are how far the learner is with a rule. */
    done: string;
    partly(passed: number, of: number): string;
    open: string;
    lab: string;
    labNote: string;
  };
  figure4: {
    title: string;
    intro: string;
    /** label is for ears: the whole picture in a sentence. */
    label: string;
    states: [name: string, does: string][];
    arrows: ArrowWords[];
    list: string;
    lesson(title: string): string;
    exercise(title: string): string;
  };
}

/** ArrowWords is an arrow of Figure 4: the lines beside it, what it means, and the ids of its lesson and exercise. */
export interface ArrowWords {
  lines: string[];
  from: string;
  text: string;
  lesson: string;
  exercise: string;
}
