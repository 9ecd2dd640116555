// Snapshots and changes of the servers as lines. Fetched with the views that offer them.

const names = (ids: readonly number[]): string => ids.map((id) => `S${id}`).join(" ");

export const snapshot = (id: number): string => `snapshot S${id}`;

export const change = {
  add: (id: number): string => `add S${id}`,
  learn: (id: number): string => `add S${id} as learner`,
  promote: (id: number): string => `promote S${id}`,
  remove: (id: number): string => `remove S${id}`,
  joint: (voters: readonly number[]): string => `joint ${names(voters)}`,
  atOnce: (voters: readonly number[]): string => `at-once ${names(voters)}`,
};
