// The last run of an exercise's checks, kept for the next visit. What is read is not trusted: another version of the
// page may have written it.
import { keys, type Storage } from "../storage.ts";
import { noRun, type Run } from "./state.ts";

/** FORM changes with what is kept. */
const FORM = 1;

/** keepRun keeps a run that is over. Traces are left out: they are large, and a run that is watched is played again. */
export function keepRun(storage: Storage, exercise: string, run: Run): void {
  if (run.phase !== "done" || !run.report) return;
  const findings = run.findings.map(({ trace, ...finding }) => finding);
  const report = { ...run.report, findings };
  storage.set(keys.report(exercise), { form: FORM, run: { ...run, findings, report } });
}

export function keptRun(storage: Storage, exercise: string): Run | null {
  const value = storage.get(keys.report(exercise));
  if (typeof value !== "object" || value === null) return null;
  const { form, run } = value as { form?: unknown; run?: Partial<Run> };
  if (form !== FORM || typeof run !== "object" || run === null) return null;
  const isWhole =
    run.phase === "done" &&
    typeof run.source === "string" &&
    typeof run.report?.verdict === "string" &&
    Array.isArray(run.report.findings) &&
    Array.isArray(run.findings) &&
    Array.isArray(run.rows);
  return isWhole ? { ...noRun, ...run } : null;
}
