// English: how the first page tells its run. It explains more than elsewhere, and leaves out what is small.
import type { Words } from "./index.ts";

export const enTelling: Partial<Words["story"]> = {
  crash: (server) => `${server}, the leader, has crashed. The others hear nothing of it any more.`,
  crashTorn: (server) =>
    `${server}, the leader, has crashed. The others hear nothing of it any more.`,
  campaigns: (server) => `${server} has waited long enough. It asks the others for their votes.`,
  leads: (server, term) => `A majority of the five said yes: ${server} leads term ${term}.`,
  commit: () => "",
  restart: (server) => `${server} is back, with all that its disk had kept.`,
  follows: () => "",
  note: () => "",
  typed: () => "",
  asks: (client, server, operation) => `${client} asks ${server}, the leader, to ${operation}.`,
  answers: (server, client, answer) => `A majority has it. ${server} answers ${client}: ${answer}.`,
};
