import { existsSync, readFileSync } from "node:fs";
import { Failure } from "../../scripts/failure";
import { runCommand } from "./shared/command";
import { runText } from "./shared/programs";

const TEN_MINUTES_MS = 600_000;

runCommand({
  name: "snyk",
  about: "Has Snyk look at the dependencies of every project in a folder, and fails for those of high severity.",
  options: {
    folder: { value: "<folder>", about: "Where to look." },
    "token-file": { value: "<file>", about: "Holds Snyk's token." },
  },
  run: async ({ folder, "token-file": file }, signal) => {
    if (!existsSync(file)) {
      throw new Failure(`snyk: --token-file must be a file, got no ${file}; bind the credential as a file`);
    }
    const env = { ...process.env, SNYK_TOKEN: readFileSync(file, "utf8").trim() };
    const args = ["test", "--all-projects", "--severity-threshold=high", folder];
    const advice = "update what it names, or turn SNYK off";
    console.log(await runText("snyk", args, { env, signal, advice, timeoutMs: TEN_MINUTES_MS }));
  },
});
