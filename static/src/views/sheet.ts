// The style sheets of pages and parts that are fetched later.
import { siteFile } from "../base/site.ts";

/** style puts a page's sheet in, and resolves when it is there: a page is not shown without it. */
export function style(name: string): Promise<void> {
  const id = `style-${name}`;
  if (document.getElementById(id)) return Promise.resolve();
  const link = document.createElement("link");
  link.id = id;
  link.rel = "stylesheet";
  link.href = siteFile(`${name}.css`);
  return new Promise((resolve, reject) => {
    link.onload = () => resolve();
    link.onerror = () => {
      link.remove();
      reject(new Error(`${name}.css`));
    };
    document.head.append(link);
  });
}
