/** messageOf is what a caught thing says: what is thrown need not be an Error. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
