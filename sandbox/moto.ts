import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync, readFileSync, readSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Failure } from "../scripts/failure";
import { attempt, findExecutable, run } from "../scripts/process";
import { PROJECT } from "../scripts/synth";
import { isAtLeast } from "../scripts/terraform";
import { type PythonTool, pythonEnvironment } from "../scripts/tools";

const MINIMUM_VERSION = "5.2.1";
const TOOL: PythonTool = {
  name: "moto",
  requirements: join(PROJECT, "sandbox", "requirements.txt"),
  minimumPython: "3.10",
};
const START_TIMEOUT_MS = 60_000;

/** Tag of a VPC that is made with an id, as one that is there already has. */
export const VPC_ID_TAG = "sandbox:vpc-id";

/**
 * Starts moto, and ends it when its stdin closes: whatever happens to the process that started it, it does not stay.
 * It answers one request at a time: it keeps everything in dictionaries, which its threads would change while others read them.
 * A VPC with the tag gets the id that it names.
 */
const MOTO = `
import os, sys, threading
threading.Thread(target=lambda: (sys.stdin.buffer.read(), os._exit(0)), daemon=True).start()
from moto.moto_server.werkzeug_app import DomainDispatcherApplication as Moto
from moto.server import main
turn, answer = threading.Lock(), Moto.__call__
def answer_in_turn(self, environ, start_response):
    with turn:
        return answer(self, environ, start_response)
Moto.__call__ = answer_in_turn
from moto.ec2.models import vpcs
create_vpc, random_vpc_id = vpcs.VPCBackend.create_vpc, vpcs.random_vpc_id
def create_vpc_of_id(self, *args, tags=None, **more):
    ids = [tag["Value"] for tag in tags or [] if tag["Key"] == "${VPC_ID_TAG}"]
    vpcs.random_vpc_id = lambda: ids[0] if ids else random_vpc_id()
    return create_vpc(self, *args, tags=tags, **more)
vpcs.VPCBackend.create_vpc = create_vpc_of_id
main(sys.argv[1:])
`;

/**
 * Finds the Python that runs moto: the interpreter of `moto_server` in PATH, where that is new enough; else the one of an
 * environment in the user's cache, which moto is installed into at the release of `requirements.txt`.
 * @throws Failure when it is in neither
 */
export async function findMoto(env: NodeJS.ProcessEnv, signal: AbortSignal): Promise<string> {
  const script = findExecutable("moto_server", env);
  const python = script === undefined ? undefined : interpreterOf(script, env);
  return python !== undefined && (await hasMoto(python, env, signal)) ? python : pythonEnvironment(TOOL, env, signal);
}

async function hasMoto(python: string, env: NodeJS.ProcessEnv, signal: AbortSignal): Promise<boolean> {
  const code = "from importlib.metadata import version; print(version('moto'))";
  const { stdout } = await attempt({ command: python, args: ["-c", code], env, signal, graceMs: 0 });
  return isAtLeast(stdout.trim(), MINIMUM_VERSION);
}

/** The folder of AWS's models of its services, which botocore has and moto is built on. */
export async function findModels(python: string, env: NodeJS.ProcessEnv, signal: AbortSignal): Promise<string> {
  const code = "import botocore, os; print(os.path.join(os.path.dirname(botocore.__file__), 'data'))";
  const { stdout } = await run({ command: python, args: ["-c", code], env, signal, graceMs: 0 });
  const folder = stdout.trim();
  if (folder === "") throw new Failure(`moto: must have botocore beside it, got none for ${python}; install it anew`);
  return folder;
}

/**
 * Starts moto on a free port of 127.0.0.1, for one AWS account.
 * @param logFile gets a line per request
 * @throws Failure with moto's own words when it does not come up
 */
export async function startMoto(
  python: string,
  account: string,
  logFile: string,
): Promise<{ readonly child: ChildProcess; readonly port: number }> {
  const log = openSync(logFile, "w");
  const child = spawn(python, ["-c", MOTO, "-H", "127.0.0.1", "-p", "0"], {
    env: {
      ...process.env,
      MOTO_ACCOUNT_ID: account,
      MOTO_IAM_LOAD_MANAGED_POLICIES: "true",
      // It would wait a minute before it issues a certificate.
      MOTO_ACM_VALIDATION_WAIT: "0",
    },
    stdio: ["pipe", log, log],
  });
  closeSync(log);
  let ended = false;
  child.once("exit", () => {
    ended = true;
  });
  child.once("error", () => {
    ended = true;
  });
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (Date.now() < deadline && !ended) {
    const port = /Running on http:\/\/127\.0\.0\.1:(\d+)/.exec(readFileSync(logFile, "utf8"))?.[1];
    if (port !== undefined) return { child, port: Number(port) };
    await sleep(50);
  }
  child.kill("SIGKILL");
  const words = readFileSync(logFile, "utf8").trim().split("\n").at(-1) || "nothing";
  throw new Failure(`moto: must start within ${START_TIMEOUT_MS / 1000} seconds, got: ${words}`);
}

/** What the first line of the script names; for the shim of a version manager the python3 beside it. */
function interpreterOf(script: string, env: NodeJS.ProcessEnv): string {
  const head = firstBytes(script);
  const named =
    /^#!\s*(?:\S*\/env\s+)?(\S*python[\d.]*)/.exec(head)?.[1] ?? /^'''exec' "?([^"\n]+?)"? /m.exec(head)?.[1];
  const found = named === undefined ? undefined : findExecutable(named, env);
  return found ?? findExecutable(join(dirname(script), "python3"), env) ?? "python3";
}

function firstBytes(file: string): string {
  const descriptor = openSync(file, "r");
  try {
    const bytes = Buffer.alloc(512);
    return bytes.toString("utf8", 0, readSync(descriptor, bytes, 0, bytes.length, 0));
  } finally {
    closeSync(descriptor);
  }
}
