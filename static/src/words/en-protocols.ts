// The page's English about protocols beside the first, and about choosing one.
export const enProtocols = {
  protocol: "Protocol",
  beside: "Side by side",
  server: "Server",
  whoCounts: "Who counts",
  tally: (yes: number, of: number, need: number) =>
    yes >= need ? `${yes} of ${of}: enough` : `${yes} of ${of}, ${need} needed`,
  said: { yes: "yes", no: "no", waiting: "not yet", apart: "never counted" },
  servers: (ids: readonly number[]) => ids.map((id) => `S${id}`).join(" "),
  nobody: "nobody",
  none: "none",
  yes: "yes",
  no: "no",
};
