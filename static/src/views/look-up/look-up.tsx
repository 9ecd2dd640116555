// The links to what is looked up: Figure 2, Figure 4 and the glossary.
import { type ReferencePage, referenceLink } from "../../address/route.ts";
import type { Words } from "../../words/index.ts";
import "./look-up.css";

interface Props {
  words: Words["home"]["lookUp"];
  /** here is the page itself, if it is one of them. */
  here?: ReferencePage;
}

export function LookUp({ words, here }: Props) {
  const pages = Object.entries(words.pages) as [ReferencePage, string][];
  return (
    <p class="look-up">
      {words.title}
      {pages.map(([page, title]) => (
        <a key={page} href={referenceLink(page)} aria-current={page === here ? "page" : undefined}>
          {title}
        </a>
      ))}
    </p>
  );
}
