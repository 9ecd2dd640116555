// The diagram's texts in a language. They are fetched with the diagram, not with the page.
import type { DiagramWords } from "./diagram.ts";
import { enDiagram } from "./en-diagram.ts";

const LANGUAGES: Record<string, DiagramWords> = { en: enDiagram };

export function diagramWords(lang: string): DiagramWords {
  return LANGUAGES[lang] ?? enDiagram;
}
