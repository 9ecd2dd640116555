// The page's half of a grading's report (src/engine/report.ts) against the grader's own.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

const root = process.env.ROOT ?? "";
const grader = (file: string): string => readFileSync(join(root, "..", "grader", file), "utf8");
const page = readFileSync(join(root, "src", "engine", "report.ts"), "utf8").replace(
  /\/\*\*.*?\*\//gs,
  "",
);

/** goNames are the JSON names of a struct's fields, in order. */
function goNames(text: string, name: string): string[] {
  const body = new RegExp(`type ${name} struct \\{(.*?)\\n\\}`, "s").exec(text)?.[1];
  assert.ok(body, `no struct ${name}`);
  return [...body.matchAll(/json:"(\w+)/g)].map(([, field]) => field ?? "");
}

/** pageNames are an interface's fields, in order. */
function pageNames(name: string): string[] {
  const body = new RegExp(`export interface ${name} \\{(.*?)\\n\\}`, "s").exec(page)?.[1];
  assert.ok(body, `no interface ${name}`);
  return [...body.matchAll(/^\s*(\w+)\??:/gm)].map(([, field]) => field ?? "");
}

for (const [name, file, struct] of [
  ["ReportJSON", "json.go", "ReportJSON"],
  ["FindingJSON", "json.go", "FindingJSON"],
  ["CaseJSON", "json.go", "CaseJSON"],
  ["StackFrame", "rulecall/panic.go", "Frame"],
] as const) {
  test(`${name} has the grader's fields`, () => {
    assert.deepEqual(pageNames(name), goNames(grader(file), struct));
  });
}

/** constants are the values of a type's constants. */
function constants(text: string, type: string): string[] {
  return [...text.matchAll(new RegExp(`^\\s*\\w+\\s+${type}\\s*= "(\\w+)"`, "gm"))].map(
    ([, value]) => value ?? "",
  );
}

test("verdicts, stages and kinds of progress are the grader's", () => {
  const union = (name: string): string[] => {
    const text = new RegExp(`export type ${name} =(.*?);\\n\\n`, "s").exec(page)?.[1] ?? "";
    const kinds = name === "GradeProgress" ? /kind: "(\w+)"/g : /"(\w+)"/g;
    return [...text.matchAll(kinds)].map(([, value]) => value ?? "").sort();
  };
  const progress = grader("progress.go");
  assert.deepEqual(union("Verdict"), constants(grader("verdict.go"), "Verdict").sort());
  assert.deepEqual(union("Stage"), constants(progress, "Stage").sort());
  assert.deepEqual(union("GradeProgress"), constants(progress, "ProgressKind").sort());
});
