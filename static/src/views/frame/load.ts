// The pages that the first load leaves out: each is fetched, with its sheet, when it is opened first.
import { style } from "../sheet.ts";

export async function lab() {
  const [page] = await Promise.all([import("../lab/lab.tsx"), style("lab")]);
  return page;
}

export async function exercise() {
  const [page] = await Promise.all([import("../exercise/index.tsx"), style("exercise")]);
  return page;
}

export async function learn() {
  const [page] = await Promise.all([import("../learn/index.tsx"), style("learn")]);
  return page;
}

export async function puzzles() {
  const [page] = await Promise.all([import("../puzzles/index.tsx"), style("puzzles")]);
  return page;
}

export async function reference() {
  const [page] = await Promise.all([import("../reference/index.tsx"), style("reference")]);
  return page;
}

export async function scenarios() {
  const [page] = await Promise.all([import("../gallery/index.tsx"), style("scenarios")]);
  return page;
}

export async function compare() {
  const [page] = await Promise.all([
    import("../compare/index.tsx"),
    style("lab"),
    style("dock"),
    style("compare"),
  ]);
  return page;
}

export async function embed() {
  const [page] = await Promise.all([import("../embed/index.tsx"), style("embed")]);
  return page;
}

export async function bring() {
  const [page] = await Promise.all([import("../bring/index.tsx"), style("bring")]);
  return page;
}

export async function trace() {
  const [page] = await Promise.all([
    import("../trace/index.tsx"),
    style("trace"),
    style("exercise"),
  ]);
  return page;
}
