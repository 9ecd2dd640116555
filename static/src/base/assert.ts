// A switch over a union ends with assertUnreachable, so that a new member of the union is a
// compile error in every place that must handle it.
export function assertUnreachable(value: never): never {
  throw new Error(`unreachable: ${JSON.stringify(value)}`);
}
