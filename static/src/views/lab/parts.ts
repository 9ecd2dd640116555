// The parts of the lab that the first picture does not need: each is fetched, with its sheet, after it.
import { quiet } from "../memo.ts";
import { style } from "../sheet.ts";

export async function dock() {
  const [part] = await Promise.all([import("../diagram/dock.tsx"), style("dock")]);
  return part.Dock;
}

export async function side() {
  const [part] = await Promise.all([import("../clients/side.tsx"), style("side")]);
  return quiet(part.Side);
}
