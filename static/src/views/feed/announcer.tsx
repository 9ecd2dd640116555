// What happened, for screen readers, at a pace that can be followed.
import { useEffect, useRef, useState } from "preact/hooks";
import type { FeedItem } from "../../run/story.ts";
import { announce, SPEAK_EVERY_MS } from "./announce.ts";

/** Announcer speaks. It is a component of its own, because a hidden feed announces nothing. */
export function Announcer({ feed }: { feed: readonly FeedItem[] }) {
  const [text, setText] = useState("");
  const newest = useRef(feed);
  const spokenTo = useRef(0);
  newest.current = feed;
  useEffect(() => {
    const timer = setInterval(() => {
      const next = announce(newest.current, spokenTo.current);
      if (!next) return;
      spokenTo.current = next.spokenTo;
      setText(next.text);
    }, SPEAK_EVERY_MS);
    return () => clearInterval(timer);
  }, []);
  return (
    <p class="unseen" aria-live="polite" data-testid="announcer">
      {text}
    </p>
  );
}
