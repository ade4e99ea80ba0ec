import { createWriteStream } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { describeFailure } from "../scripts/failure";
import { DECISIONS, recorder } from "./decisions";
import { startGateway } from "./gateway/gateway";
import { ACCOUNTS, type AccountKind } from "./gateway/judgement/account";
import { findModels, startMoto } from "./moto";

/**
 * The process that holds the local AWS of one environment: moto and the gateway before it. It prints one line of
 * JSON, `{ "port": N }` or `{ "error": "..." }`, and ends when its stdin closes, that is when its parent is gone;
 * after a line `keep` on stdin only by SIGTERM.
 */
async function main(): Promise<void> {
  const text = { type: "string" } as const;
  const options = {
    ...{ python: text, account: text, kind: text, taken: text },
    ...{ port: text, folder: text, outsiders: text },
  } as const;
  const {
    python = "python3",
    account = "",
    kind = "prepared",
    taken = "",
    port = "0",
    folder = ".",
    outsiders = "{}",
  } = parseArgs({ options }).values;

  let kept = false;
  let stop: () => unknown = () => process.exit(0);
  process.stdin.on("data", (data) => {
    kept ||= data.toString().includes("keep");
  });
  process.stdin.on("end", () => kept || stop());
  process.stdin.on("error", () => kept || stop());
  // Ctrl-C in the terminal is for the program that the user sees, which ends this one in its turn.
  process.on("SIGINT", () => {});
  process.on("SIGTERM", () => stop());

  const searching = findModels(python, process.env, new AbortController().signal);
  const moto = await startMoto(python, account, join(folder, "moto.log"));
  // Without moto there is nothing to serve; and who waits for this process must not find moto still there.
  moto.child.once("exit", () => process.exit(0));
  stop = () => moto.child.kill("SIGKILL");
  const log = createWriteStream(join(folder, "gateway.log"));
  const gateway = await startGateway({
    upstream: { host: "127.0.0.1", port: moto.port },
    port: Number(port),
    account,
    log: (line) => log.write(`${line}\n`),
    judgement: { models: await searching, owner: { ...ACCOUNTS[kind as AccountKind], takenBuckets: taken.split(",") } },
    authorization: {
      outsiders: JSON.parse(outsiders) as Record<string, string>,
      record: recorder(createWriteStream(join(folder, DECISIONS))),
    },
  });
  console.log(JSON.stringify({ port: gateway.port }));
}

main().catch((error: unknown) => {
  const message = error instanceof Error ? error.message : describeFailure(error);
  process.stdout.write(`${JSON.stringify({ error: message })}\n`, () => process.exit(1));
});
