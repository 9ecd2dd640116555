// Text that goldmark made of our own Markdown when the site was built, without raw HTML, so it is trusted.
import { h } from "preact";

interface Props {
  as: "div" | "span" | "summary";
  html: string;
  class?: string;
}

export function Html({ as, html, class: name }: Props) {
  return h(as, { class: name, dangerouslySetInnerHTML: { __html: html } });
}
