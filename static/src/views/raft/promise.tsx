// The promises of Raft as cards.
import { standingOf } from "../../run/raft/standing.ts";
import { enTeach } from "../../words/en-teach.ts";
import { promiseCard } from "../checks/promise-card.tsx";

const { here, texts } = enTeach.promises;

export const PromiseCard = promiseCard(texts, (id, frame) => here(id, standingOf(frame)));
