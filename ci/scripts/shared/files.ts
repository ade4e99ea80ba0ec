import { readFileSync, statSync } from "node:fs";
import { Failure } from "../../../scripts/failure";

/** Longest file that a script reads: what pipelines hand over is far shorter. */
const MAX_MB = 100;

/** The text of a file; undefined where there is none, and of a folder. @throws Failure for one that is too long */
export function textIn(file: string): string | undefined {
  const found = statSync(file, { throwIfNoEntry: false });
  if (found?.isFile() !== true) return undefined;
  if (found.size <= MAX_MB * 2 ** 20) return readFileSync(file, "utf8");
  throw new Failure(
    `${file}: must have at most ${MAX_MB} MB, got ${Math.ceil(found.size / 2 ** 20)}; see what has written it`,
  );
}

/** The secret in a file that an option names. @throws Failure, which never has a part of it */
export function secretIn(name: string, option: string, file: string): string {
  const text = textIn(file)?.trim();
  if (text === undefined) {
    throw new Failure(`${name}: --${option} must be a file, got no ${file}; bind the credential as a file`);
  }
  if (/^\S+$/.test(text)) return text;
  const got = text === "" ? "nothing" : "several words";
  throw new Failure(`${name}: --${option} must hold one secret, got ${got} in ${file}; bind the credential as a file`);
}
