// Which marked word shows its sentence: the one under the mouse, the one with the focus, or the one that was tapped.
// The note is outside of the text's flow, so that nothing moves.

/** WIDTH_MAX is a note's width, and EDGE its distance from the edges of its text, in pixels. */
const WIDTH_MAX = 320;
const EDGE = 8;
/** LINGER_MS is how long a note stays when the mouse leaves the word, so that it can reach the note. */
const LINGER_MS = 150;

/** watchWords follows the words of a text until the result is called. */
export function watchWords(text: HTMLElement, note: HTMLElement): () => void {
  const shown = new Shown(text, note);
  const listeners: [keyof HTMLElementEventMap, (event: Event) => void][] = [
    ["pointerover", (event) => shown.over(event as PointerEvent)],
    ["pointerout", (event) => shown.out(event as PointerEvent)],
    ["focusin", ({ target }) => shown.focus(wordOf(target))],
    ["focusout", () => shown.hide()],
    ["click", ({ target }) => shown.choose(wordOf(target), target)],
    ["keydown", (event) => shown.press(event as KeyboardEvent)],
    ["scroll", () => shown.scroll()],
  ];
  for (const [kind, listener] of listeners) text.addEventListener(kind, listener);
  return () => {
    shown.hide();
    for (const [kind, listener] of listeners) text.removeEventListener(kind, listener);
  };
}

function wordOf(target: EventTarget | null): HTMLElement | null {
  return target instanceof Element ? target.closest<HTMLElement>(".gloss") : null;
}

class Shown {
  readonly #text: HTMLElement;
  readonly #note: HTMLElement;
  #word: HTMLElement | null = null;
  /** #isChosen: it was clicked or tapped, and the next time this hides it. */
  #isChosen = false;
  #leaving = 0;

  constructor(text: HTMLElement, note: HTMLElement) {
    this.#text = text;
    this.#note = note;
  }

  over({ target, pointerType }: PointerEvent): void {
    const word = wordOf(target);
    if (pointerType !== "mouse") return;
    if (word || this.#isNote(target)) clearTimeout(this.#leaving);
    if (word) this.#show(word);
  }

  out({ target, pointerType }: PointerEvent): void {
    if (pointerType !== "mouse" || this.#isChosen) return;
    if (!wordOf(target) && !this.#isNote(target)) return;
    clearTimeout(this.#leaving);
    this.#leaving = window.setTimeout(() => this.hide(), LINGER_MS);
  }

  focus(word: HTMLElement | null): void {
    if (word) this.#show(word);
  }

  choose(word: HTMLElement | null, target: EventTarget | null): void {
    if (this.#isNote(target)) return;
    const again = word === this.#word && this.#isChosen;
    if (!word || again) {
      this.hide();
      return;
    }
    this.#show(word);
    this.#isChosen = true;
  }

  /** press hides the note, and nothing else that Escape would do. */
  press(event: KeyboardEvent): void {
    if (event.key !== "Escape" || !this.#word) return;
    event.stopPropagation();
    this.hide();
  }

  /** scroll moves a note that stays where it is after its word, while that is in sight. */
  scroll(): void {
    const word = this.#word;
    if (!word || !this.#isFixed()) return;
    const [at, around] = [word.getBoundingClientRect(), this.#text.getBoundingClientRect()];
    if (at.bottom < around.top || at.top > around.bottom) this.hide();
    else this.#place(word);
  }

  hide(): void {
    clearTimeout(this.#leaving);
    this.#word?.removeAttribute("aria-describedby");
    this.#word = null;
    this.#isChosen = false;
    this.#note.hidden = true;
  }

  #show(word: HTMLElement): void {
    clearTimeout(this.#leaving);
    if (word === this.#word) return;
    this.hide();
    this.#word = word;
    this.#note.textContent = word.dataset.note ?? "";
    this.#note.hidden = false;
    word.setAttribute("aria-describedby", this.#note.id);
    this.#place(word);
  }

  /** #isFixed is true of a note in a narrow box: it is over everything else. */
  #isFixed(): boolean {
    return getComputedStyle(this.#note).position === "fixed";
  }

  /** #place puts the note below the word, or above it where the window ends. */
  #place(word: HTMLElement): void {
    const { style } = this.#note;
    const around = this.#text.getBoundingClientRect();
    const at = word.getBoundingClientRect();
    const width = Math.min(WIDTH_MAX, this.#text.clientWidth - 2 * EDGE);
    const right = this.#text.clientWidth - width - EDGE;
    const left = Math.max(EDGE, Math.min(at.left - around.left, right));
    const isFixed = this.#isFixed();
    style.width = `${width}px`;
    style.left = `${isFixed ? around.left + left : left}px`;
    const height = this.#note.offsetHeight;
    const isLow = at.bottom + height > window.innerHeight;
    const top = isLow ? at.top - height : at.bottom;
    style.top = `${isFixed ? top : top - around.top + this.#text.scrollTop}px`;
  }

  #isNote(target: EventTarget | null): boolean {
    return target instanceof Node && this.#note.contains(target);
  }
}
