import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Gives all tests one folder for what is temporary, and removes it with all that they left there. */
export default function setup(): () => void {
  const folder = mkdtempSync(join(tmpdir(), "lms-tests-"));
  process.env.TMPDIR = folder;
  return () => rmSync(folder, { recursive: true, force: true });
}
