// Lets the site work without network after one visit. All files of one build are kept together, under the
// build's id, and a page asks for the files of its own build (site.ts): an engine never meets a page of
// another build. A new build waits, as service workers do, until no page of the old one is open.
import { TOOLS_CACHE } from "../toolchain/store.ts";

/** The build writes these two: its id, and its files with the addresses that pages ask for. */
declare const BUILD: string;
declare const FILES: string[];

interface Waits extends Event {
  waitUntil(work: Promise<unknown>): void;
}

interface Fetches extends Event {
  request: Request;
  respondWith(response: Promise<Response>): void;
}

/** Scope is the part of ServiceWorkerGlobalScope that is used; the DOM's types do not have it. */
interface Scope {
  addEventListener(kind: "install" | "activate", listen: (event: Waits) => void): void;
  addEventListener(kind: "fetch", listen: (event: Fetches) => void): void;
}

const SITE_CACHES = "raftlab-site-";
const SITE_CACHE = SITE_CACHES + BUILD;
const INDEX = "./";

const scope = self as unknown as Scope;

scope.addEventListener("install", (event) => event.waitUntil(keepSite()));
scope.addEventListener("activate", (event) => event.waitUntil(forgetOthers()));
scope.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (request.mode === "navigate") event.respondWith(navigate(request));
  else if (isTool(url)) event.respondWith(keptOr(TOOLS_CACHE, request));
  else if (isOfThisBuild(url)) event.respondWith(keptOr(SITE_CACHE, request));
});

/** keepSite asks the server about each file, so that none comes from a cache of an older build. */
async function keepSite(): Promise<void> {
  const cache = await caches.open(SITE_CACHE);
  const files = [INDEX, ...FILES].map((file) => new Request(file, { cache: "no-cache" }));
  await cache.addAll(files);
  const index = await cache.match(INDEX);
  if ((await index?.text())?.includes(BUILD)) return;
  await caches.delete(SITE_CACHE);
  throw new Error(`the server has another build than ${BUILD}`);
}

async function forgetOthers(): Promise<void> {
  const outdated = (await caches.keys()).filter(
    (name) => name.startsWith(SITE_CACHES) && name !== SITE_CACHE,
  );
  await Promise.all(outdated.map((name) => caches.delete(name)));
}

/** navigate prefers the server's page, which may be of a newer build: what that page asks for then is
 * not kept here, and comes from the server as well. */
async function navigate(request: Request): Promise<Response> {
  try {
    return await fetch(request);
  } catch (error) {
    const kept = await caches.match(INDEX, { cacheName: SITE_CACHE });
    if (kept) return kept;
    throw error;
  }
}

async function keptOr(cacheName: string, request: Request): Promise<Response> {
  return (await caches.match(request.url, { cacheName })) ?? fetch(request);
}

/** isTool: the compiler's files have a hash of their content in their names. */
function isTool(url: URL): boolean {
  return /\/toolchain\/[\w-]+-[0-9a-f]{16}\.\w+$/.test(url.pathname);
}

/** isOfThisBuild: by the build's id, or by a hash in the name. */
function isOfThisBuild(url: URL): boolean {
  return url.search === `?b=${BUILD}` || /\/chunk-\w+\.js$/.test(url.pathname);
}
