// The acts of elections that do not disturb, and of a transfer, as lines. Fetched with the views that offer them.

export const elections = {
  forget: (id: number): string => `forget S${id}`,
  interval: (id: number): string => `interval S${id}`,
  transfer: (from: number, to: number): string => `transfer S${from} > S${to}`,
  abort: (id: number): string => `abort S${id}`,
};
