// The compiler's download: what it is, how large, how far, and a way out of it.
import type { Part } from "./part.ts";

const MEGABYTE = 1_000_000;

export function Download({ workspace, session }: Pick<Part, "workspace" | "session">) {
  const { words, on } = session;
  const { tools } = workspace;
  const say = words.download;
  switch (tools.kind) {
    case "unasked":
      if (!session.frugal) return null;
      return (
        <div class="download" data-testid="download" data-kind={tools.kind}>
          <p>{say.ask}</p>
          <button type="button" onClick={on.load}>
            {say.start}
          </button>
        </div>
      );
    case "awaiting":
      return (
        <div class="download" data-testid="download" data-kind={tools.kind}>
          <p>
            {say.awaiting(tools.made, tools.total)}
            <span class="why">{say.whyAwaiting}</span>
          </p>
          <progress max={tools.total || 1} value={tools.made} aria-label={say.awaitingLabel} />
        </div>
      );
    case "fetching":
      return (
        <div class="download" data-testid="download" data-kind={tools.kind}>
          <p>
            {say.fetching(megabytes(tools.loaded), megabytes(tools.total))}
            <span class="why">{say.why}</span>
          </p>
          <progress max={tools.total || 1} value={tools.loaded} aria-label={say.label} />
          <button type="button" onClick={on.cancelLoad} data-testid="cancel-load">
            {say.cancel}
          </button>
        </div>
      );
    case "preparing":
      return (
        <div class="download" data-testid="download" data-kind={tools.kind}>
          <p>{say.preparing}</p>
          <progress aria-label={say.label} />
        </div>
      );
    case "failed":
    case "cancelled":
      return (
        <div class="download bad" role="alert" data-testid="download" data-kind={tools.kind}>
          <p>{tools.kind === "failed" ? tools.message || say.failed : say.cancelled}</p>
          <button type="button" onClick={on.load} data-testid="retry-load">
            {say.retry}
          </button>
        </div>
      );
    case "ready":
      return tools.kept ? null : (
        <div class="download" data-testid="download" data-kind={tools.kind}>
          <p>{tools.message}</p>
        </div>
      );
  }
}

function megabytes(bytes: number): string {
  return (bytes / MEGABYTE).toFixed(1);
}
