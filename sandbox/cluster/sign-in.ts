import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { AccountSettings } from "../../environments";
import { Failure } from "../../scripts/failure";
import { findExecutable, run } from "../../scripts/process";
import type { RootConfiguration } from "../../scripts/terraform-root";
import { clusterProgram } from "../../scripts/tools";
import { type Credentials, emulatorEnvironment } from "../aws-environment";
import { takePersonsRole, takeRoles } from "../identities";
import { accessBindings } from "./access-bindings";
import { KubernetesApi, Refused } from "./api";
import type { ClusterCommands } from "./commands";
import { kubeconfig } from "./control-plane";

/** A local AWS in which a cluster was created, and how Terraform finds its values. */
export interface CreatedCluster {
  readonly endpoint: string;
  /** Of the platform's root. */
  readonly outputs: Readonly<Record<string, unknown>>;
  /** The program. */
  readonly terraform: string;
}

/** The plugin that gets a token, as the root's JSON names it. */
interface Plugin {
  readonly apiVersion: string;
  readonly command: string;
  readonly args: readonly string[];
}

/** Something to do in a cluster. */
interface Deed {
  readonly verb: string;
  readonly resource: string;
  readonly namespace?: string;
}

/** What each may and may not do. @see https://docs.aws.amazon.com/eks/latest/userguide/access-policy-permissions.html */
const RIGHTS: Readonly<Record<"admin" | "deployer" | "developer", readonly (readonly [Deed, boolean])[]>> = {
  admin: [
    [{ verb: "delete", resource: "nodes" }, true],
    [{ verb: "get", resource: "secrets", namespace: "data" }, true],
  ],
  deployer: [
    [{ verb: "create", resource: "namespaces" }, true],
    [{ verb: "create", resource: "secrets", namespace: "monitoring" }, true],
  ],
  developer: [
    [{ verb: "list", resource: "pods", namespace: "microservices" }, true],
    [{ verb: "get", resource: "secrets", namespace: "microservices" }, false],
    [{ verb: "delete", resource: "pods", namespace: "microservices" }, false],
    [{ verb: "list", resource: "pods", namespace: "data" }, false],
  ],
};

/**
 * Signs in as people and the pipeline do: `kubectl` runs the plugin that the root's JSON gives Terraform, `aws eks get-token`, which
 * differs from a deployment by environment variables alone. Each may do what its access policy says and no more; whose role has no access
 * entry, and who shows a token that has expired, is not let in.
 * @returns what was tried, or why nothing was
 * @throws Failure with who may do what they must not, or may not what they must
 */
export async function signIn(
  environment: AccountSettings,
  configuration: RootConfiguration,
  { endpoint, outputs, terraform }: CreatedCluster,
  commands: ClusterCommands,
  folder: string,
  signal: AbortSignal,
): Promise<string> {
  if (findExecutable("aws", process.env) === undefined) return "not tried: there is no aws in PATH";
  const plugin = pluginOf(configuration, outputs, terraform, folder);
  const { region } = environment;
  await commands.apply(await accessBindings({ endpoint, region }, String(outputs.cluster_name)), "eks");
  const [admin, developer, readonly, { deployer }] = await Promise.all([
    takePersonsRole(environment, endpoint, "admin"),
    takePersonsRole(environment, endpoint, "developer"),
    takePersonsRole(environment, endpoint, "readonly"),
    takeRoles(environment, endpoint),
  ]);
  const server = String(outputs.cluster_endpoint);
  const authority = String(outputs.cluster_certificate_authority);
  const config = join(folder, "plugin-kubeconfig");
  const exec = { ...plugin, interactiveMode: "Never" };
  writeFileSync(config, kubeconfig({ server, "certificate-authority-data": authority }, { exec }));
  const environmentOf = (credentials: Credentials) => emulatorEnvironment(process.env, endpoint, region, credentials);
  const kubectl = (credentials: Credentials, ...args: readonly string[]) =>
    run({
      command: clusterProgram("kubectl", process.env),
      args: [...args],
      env: { ...environmentOf(credentials), KUBECONFIG: config },
      signal,
      graceMs: 5_000,
    });
  const people = { admin, deployer, developer };
  for (const [who, rights] of Object.entries(RIGHTS)) {
    const file = join(folder, "rights.json");
    writeFileSync(
      file,
      JSON.stringify({ apiVersion: "v1", kind: "List", items: rights.map(([deed]) => question(deed)) }),
    );
    const answers = ["--output", 'jsonpath={.status.allowed}{"\\n"}'];
    const asked = await kubectl(people[who as keyof typeof RIGHTS], "create", "--filename", file, ...answers);
    if (asked.exitCode !== 0) throw new Failure(`${who} must be let in, got ${asked.stderr}`);
    const allowed = asked.stdout.trim().split("\n");
    const wrong = rights.filter(([, must], index) => allowed[index] !== String(must));
    const [[deed, must] = []] = wrong;
    if (deed !== undefined)
      throw new Failure(`${who} ${must ? "must be able to" : "must not"} ${JSON.stringify(deed)}`);
  }
  const outside = await kubectl(readonly, "get", "namespaces");
  if (!outside.stderr.includes("Unauthorized")) {
    throw new Failure(`readonly has no access entry and must not be let in, got ${outside.stdout}${outside.stderr}`);
  }
  const { command, args } = plugin;
  const { stdout } = await run({ command, args, env: environmentOf(admin), signal, graceMs: 5_000 });
  const { token } = (JSON.parse(stdout) as { status: { token: string } }).status;
  const statusOf = (shown: string) =>
    status(new KubernetesApi(server, Buffer.from(authority, "base64").toString(), shown));
  const answers = [await statusOf(token), await statusOf(expired(token))];
  if (answers.join() !== "200,401") throw new Failure(`a token must be refused once expired, got ${answers.join()}`);
  return "admin, deployer and developer by their entries; readonly and an expired token refused";
}

/** The plugin of the root's Kubernetes provider, with its arguments as Terraform reckons them. */
function pluginOf(
  configuration: RootConfiguration,
  outputs: Readonly<Record<string, unknown>>,
  terraform: string,
  folder: string,
): Plugin {
  const { provider } = configuration as unknown as {
    provider: { kubernetes: readonly { exec: readonly { api_version: string; command: string; args: string }[] }[] };
  };
  const exec = provider.kubernetes[0]?.exec[0];
  if (exec === undefined) throw new Failure("the provider kubernetes must have a plugin that gets tokens, got none");
  const expression = exec.args
    .replace(/^\$\{(.*)\}$/s, "$1")
    .replace(/data\.terraform_remote_state\.platform\.outputs\.(\w+)/g, (_, name) => JSON.stringify(outputs[name]))
    .replace("var.cluster_role_arn", '""');
  const options = { cwd: folder, input: `jsonencode(${expression})`, encoding: "utf8" } as const;
  const { stdout, stderr, status } = spawnSync(terraform, ["console"], options);
  if (status !== 0) throw new Failure(`terraform console: must reckon ${expression}, got ${stderr}`);
  return { apiVersion: exec.api_version, command: exec.command, args: JSON.parse(JSON.parse(stdout)) };
}

function question({ namespace, ...deed }: Deed): object {
  const resourceAttributes = { ...deed, ...(namespace === undefined ? {} : { namespace }) };
  return { apiVersion: "authorization.k8s.io/v1", kind: "SelfSubjectAccessReview", spec: { resourceAttributes } };
}

/** The same token, signed a quarter of an hour and a minute before. */
function expired(token: string): string {
  const [prefix = "", url = ""] = token.split(/(?<=^k8s-aws-v1\.)/);
  const before = new Date(Date.now() - 16 * 60_000).toISOString().replace(/[-:]|\.\d+/g, "");
  const text = Buffer.from(url, "base64url")
    .toString()
    .replace(/(X-Amz-Date=)\w+/, `$1${before}`);
  return `${prefix}${Buffer.from(text).toString("base64url")}`;
}

/** What the API answers to who may at least look for its kinds. */
async function status(api: KubernetesApi): Promise<number> {
  try {
    await api.ask("GET", "/api");
    return 200;
  } catch (error) {
    if (error instanceof Refused) return error.status;
    throw error;
  }
}
