// The one compiler of this page: three places ask for it, and its worker and its modules are large.

import { makeToolchain, type Toolchain } from "../toolchain/toolchain.ts";
import { enToolchain } from "../words/en-toolchain.ts";
import { loadCourse } from "./exercises.ts";

let made: Toolchain | null = null;

export function theToolchain(): Toolchain {
  made ??= makeToolchain(enToolchain, async (id) => {
    const { exercises } = await loadCourse();
    const exercise = exercises.find((one) => one.id === id);
    if (!exercise) throw new Error(`There is no exercise “${id}”.`);
    return exercise;
  });
  return made;
}
