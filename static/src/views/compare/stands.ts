// What a protocol says of how a branch stands.

export interface Stands {
  /** leader is who leads, "" for nobody; null for a protocol without leaders. */
  leader: string | null;
  /** rows are names and values. */
  rows: [string, string][];
}
