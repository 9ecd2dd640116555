// The glossary: each word with its sentence, and the lesson that teaches it.
import outline from "outline";
import { lessonLink } from "../../address/route.ts";
import type { Word } from "../../course/lessons.ts";
import type { ReferenceWords } from "../../words/reference.ts";

interface Props {
  list: readonly Word[];
  words: ReferenceWords["glossary"];
}

export function Glossary({ list, words }: Props) {
  return (
    <>
      <h1>{words.title}</h1>
      <p class="intro">{words.intro}</p>
      <dl class="glossary">
        {list.map((one) => (
          <div key={one.name} class="word">
            <dt>{one.name}</dt>
            <dd>
              {one.sentence} <Taught id={one.lesson} words={words} />
            </dd>
          </div>
        ))}
      </dl>
    </>
  );
}

function Taught({ id, words }: { id: string; words: Props["words"] }) {
  const lesson = outline.lessons.find((one) => one.id === id);
  if (!lesson) return null;
  return <a href={lessonLink(id)}>{words.taught(lesson.title)}</a>;
}
