// The files of the site carry the build they belong to as ?b=BUILD, so that a page never gets an
// engine, a worker or a text of another build, from a cache or from a server that has a newer one.

/** siteFile is the address of a file of this page's own build. */
export function siteFile(name: string): string {
  return name + build();
}

/** build is "?b=BUILD", and "" where nothing was built (tests). A page has it from index.html, a worker
 * from the address that it was started with. */
function build(): string {
  if (typeof document === "undefined") {
    return typeof location === "undefined" ? "" : location.search;
  }
  const id = document.querySelector<HTMLMetaElement>('meta[name="build"]')?.content;
  return id ? `?b=${id}` : "";
}
