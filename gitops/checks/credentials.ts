import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

/** Credentials by what they look like, wherever they stand. @see https://docs.github.com/en/code-security/reference/secret-security/supported-secret-scanning-patterns */
const CREDENTIALS: readonly (readonly [what: string, pattern: RegExp])[] = [
  ["an AWS access key", /\b(AKIA|ASIA)[A-Z0-9]{16}\b/],
  ["a token of Slack", /\bxox[abeoprs]-[A-Za-z0-9-]{10,}|hooks\.slack\.com\/services\/\w/],
  ["a token of GitHub", /\b(gh[opsur]_[A-Za-z0-9]{36}|github_pat_\w{22,})/],
  ["a private key", /-----BEGIN [A-Z ]*PRIVATE KEY-----/],
  ["a password in a URL", /\b[a-z][a-z0-9+]*:\/\/[^/\s:@]+:[^/\s:@]+@/],
];

/** Credentials in the files below a folder, also in their comments: what is in Git can be read for good. @returns one line each */
export function credentialProblems(project: string, folder: string): string[] {
  return readdirSync(join(project, folder), { recursive: true, encoding: "utf8" })
    .sort()
    .map((name) => join(folder, name))
    .filter((file) => statSync(join(project, file)).isFile())
    .flatMap((file) => {
      const lines = readFileSync(join(project, file), "utf8").split("\n");
      return lines.flatMap((line, index) =>
        CREDENTIALS.filter(([, pattern]) => pattern.test(line)).map(
          ([what]) =>
            `${file}: must hold no secrets, got ${what} in line ${index + 1}; revoke it, for Git keeps it, and put the new one into Secrets Manager`,
        ),
      );
    });
}
