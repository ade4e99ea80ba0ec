import { runCommand } from "./shared/command";
import { secretIn } from "./shared/files";
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
    const env = { ...process.env, SNYK_TOKEN: secretIn("snyk", "token-file", file) };
    const args = ["test", "--all-projects", "--severity-threshold=high", folder];
    const advice = "update what it names, or turn SNYK off";
    console.log(await runText("snyk", args, { env, signal, advice, timeoutMs: TEN_MINUTES_MS }));
  },
});
