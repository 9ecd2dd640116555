// The one compiler of this page for whole servers: its worker and its modules are large.

import { makeWholeToolchain, type WholeToolchain } from "../toolchain/whole-toolchain.ts";
import { enToolchain } from "../words/en-toolchain.ts";

let made: WholeToolchain | null = null;

export function theWholeToolchain(): WholeToolchain {
  made ??= makeWholeToolchain(enToolchain);
  return made;
}
