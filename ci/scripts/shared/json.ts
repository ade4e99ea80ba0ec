import { existsSync, readFileSync } from "node:fs";
import { Failure } from "../../../scripts/failure";

const MAX_QUOTE = 60;

/** The JSON object, or list, in a text. @param rule `<where>: <what it must be>` @throws Failure for anything else */
export function parsedJson<T extends object>(text: string, rule: string, advice: string): T {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null) return value as T;
  } catch {
    // Told below.
  }
  const got = text.trim() === "" ? "nothing" : JSON.stringify(text.trim().slice(0, MAX_QUOTE));
  throw new Failure(`${rule}, got ${got}; ${advice}`);
}

/** The JSON in a file that an earlier script wrote. @throws Failure that says which one to run again */
export function readJson<T extends object>(file: string, keys: readonly (keyof T & string)[], writer: string): T {
  if (!existsSync(file)) throw new Failure(`${file}: must be what ${writer} wrote, got no file; run ${writer} first`);
  const rule = `${file}: must be what ${writer} wrote`;
  const value = parsedJson<T>(readFileSync(file, "utf8"), rule, `run ${writer} again`);
  const missing = keys.filter((key) => value[key] === undefined || value[key] === null);
  if (missing.length === 0) return value;
  throw new Failure(`${rule}, got one without ${missing.join(", ")}; run ${writer} again`);
}
