// The course by its titles, which wasm/course wrote: the first page shows them before it fetches the texts. A
// module imports them as "outline".
import { join } from "node:path";

export const outline = {
  name: "outline",
  setup(build) {
    build.onResolve({ filter: /^outline$/ }, () => ({
      path: join(import.meta.dirname, "..", "build", "outline.json"),
    }));
  },
};
