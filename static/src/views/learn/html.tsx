// Text that goldmark made of our own Markdown when the site was built, without raw HTML: it is set as it is.
import { h } from "preact";

interface Props {
  as: "div" | "span" | "figcaption";
  html: string;
  class?: string;
}

export function Html({ as, html, class: name }: Props) {
  return h(as, { class: name, dangerouslySetInnerHTML: { __html: html } });
}
