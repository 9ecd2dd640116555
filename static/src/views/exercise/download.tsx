// The compiler's download: what it is, how large, how far, and a way out of it.
import type { ComponentChildren, JSX } from "preact";
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
        <UnderWay
          kind={tools.kind}
          text={say.awaiting(tools.made, tools.total)}
          bar={{ value: tools.made, max: tools.total || 1, "aria-label": say.label }}
        />
      );
    case "fetching":
      return (
        <UnderWay
          kind={tools.kind}
          text={say.fetching(megabytes(tools.loaded), megabytes(tools.total))}
          why={say.why}
          bar={{ value: tools.loaded, max: tools.total || 1, "aria-label": say.label }}
        >
          <button type="button" onClick={on.cancelLoad} data-testid="cancel-load">
            {say.cancel}
          </button>
        </UnderWay>
      );
    case "preparing":
      return (
        <UnderWay kind={tools.kind} text={say.preparing} why="" bar={{ "aria-label": say.label }} />
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

interface UnderWayProps {
  kind: string;
  text: string;
  why?: string;
  bar: JSX.IntrinsicElements["progress"];
  children?: ComponentChildren;
}

function UnderWay({ kind, text, why, bar, children }: UnderWayProps) {
  return (
    <div class="download" data-testid="download" data-kind={kind}>
      <p>
        {text}
        {why && <span class="why">{why}</span>}
      </p>
      <progress {...bar} />
      {children}
    </div>
  );
}

function megabytes(bytes: number): string {
  return (bytes / MEGABYTE).toFixed(1);
}
