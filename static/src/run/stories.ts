// What each protocol adds to the story.
import { raftStory } from "./raft/story.ts";
import { plainStory, type Story } from "./story.ts";

const STORIES: Readonly<Record<string, Story>> = { raft: raftStory };

export function storyOf(protocol: string): Story {
  return STORIES[protocol] ?? plainStory;
}
