// Fetches the tools and keeps them. Their addresses carry a hash of their content, so that a stored file is
// right for ever, and unused files can be removed.

import { messageOf } from "../base/errors.ts";
import type { ToolFile } from "./talk.ts";

/** TOOLS_CACHE is shared with the service worker, which gives what is in it to a page without network. */
export const TOOLS_CACHE = "raftlab-toolchain";

/** FetchFailed names the file that could not be fetched. */
export class FetchFailed extends Error {
  constructor(
    readonly file: string,
    readonly why: string,
  ) {
    super(`${file}: ${why}`);
  }
}

export interface Store {
  /** get gives a file's content as a response that reports its size while its body is read. */
  get(file: ToolFile): Promise<Response>;
  /** settled resolves when all storing has ended, to whether everything is stored. */
  settled(): Promise<boolean>;
  /** forget removes a file that turned out to be broken. */
  forget(file: ToolFile): Promise<void>;
  /** cleanUp removes all files but these. */
  cleanUp(files: readonly ToolFile[]): Promise<void>;
  fromCache(): boolean;
}

/** openStore opens the browser's cache; where there is none, or it is forbidden, files are only fetched.
 * onBytes reports the size of each file's received part, in bytes as they travel. */
export async function openStore(
  addressOf: (file: ToolFile) => string,
  signal: AbortSignal,
  onBytes: (file: ToolFile, loaded: number) => void,
): Promise<Store> {
  const cache = await openCache();
  const keeping = new Map<string, Promise<boolean>>();
  return {
    async get(file) {
      const address = addressOf(file);
      const found = await cache?.match(address).catch(() => undefined);
      if (found) {
        onBytes(file, file.compressed);
        return found;
      }
      const response = await fetchFile(file.path, address, signal);
      keeping.set(address, keep(cache, address, response));
      return counted(response, file, (loaded) => onBytes(file, loaded));
    },
    async settled() {
      return (await Promise.all(keeping.values())).every(Boolean);
    },
    async forget(file) {
      const address = addressOf(file);
      await keeping.get(address); // or it would be put there after it was removed
      await cache?.delete(address).catch(() => false);
    },
    async cleanUp(files) {
      const wanted = new Set(files.map((file) => new URL(addressOf(file), location.href).href));
      const kept = (await cache?.keys().catch(() => [])) ?? [];
      const outdated = kept.filter((request) => !wanted.has(request.url));
      await Promise.all(outdated.map((request) => cache?.delete(request).catch(() => false)));
    },
    fromCache: () => keeping.size === 0,
  };
}

/** openCache gives null where a browser forbids its cache, or has none: on a page that did not come over
 * HTTPS, as from another machine of a classroom, there is not even the name. */
async function openCache(): Promise<Cache | null> {
  try {
    return await caches.open(TOOLS_CACHE);
  } catch {
    return null;
  }
}

/** keep resolves to whether the response was kept. It takes a copy, so that the response can be read. */
async function keep(cache: Cache | null, address: string, response: Response): Promise<boolean> {
  if (!cache) return false;
  try {
    await cache.put(address, response.clone());
    return true;
  } catch {
    return false;
  }
}

/** fetchFile fetches, or throws a FetchFailed, or the AbortError of its signal. */
export async function fetchFile(
  name: string,
  address: string,
  signal: AbortSignal,
): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(address, { signal });
  } catch (error) {
    signal.throwIfAborted();
    throw new FetchFailed(name, messageOf(error));
  }
  if (!response.ok) throw new FetchFailed(name, `status ${response.status}`);
  return response;
}

/** counted is the same response, and reports its received size while it is read. The body is decompressed,
 * so the count is scaled to the bytes that travelled. */
function counted(response: Response, file: ToolFile, onLoaded: (loaded: number) => void): Response {
  const travels = response.headers.has("Content-Encoding") ? file.compressed / file.bytes : 1;
  let loaded = 0;
  const count = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      loaded += chunk.length;
      onLoaded(Math.min(loaded * travels, file.compressed));
      controller.enqueue(chunk);
    },
    flush(controller) {
      if (loaded === file.bytes) onLoaded(file.compressed);
      else controller.error(new FetchFailed(file.path, `${loaded} of ${file.bytes} bytes came`));
    },
  });
  return new Response(response.body?.pipeThrough(count) ?? null, {
    headers: { "Content-Type": response.headers.get("Content-Type") ?? "" },
  });
}
