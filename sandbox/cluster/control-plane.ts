import { type ChildProcess, spawn } from "node:child_process";
import { generateKeyPairSync, randomBytes } from "node:crypto";
import { once } from "node:events";
import { closeSync, mkdirSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Failure, Interrupted } from "../../scripts/failure";
import { type ClusterAddress, freePorts, urlOf } from "./address";
import { KubernetesApi } from "./api";
import type { PROGRAMS } from "./programs";

const START_TIMEOUT_MS = 120_000;

/** Runs a program until its own stdin closes: whatever happens to the process that started it, it does not stay. */
const LEASHED = '"$@" </dev/null & child=$!; trap "kill -9 $child 2>/dev/null" EXIT; cat >/dev/null';

/** Controllers of Kubernetes that need a cloud. */
const CONTROLLERS = "*,-node-ipam-controller,-cloud-node-lifecycle-controller,-service-lb-controller";

/**
 * The control plane of a cluster on loopback: etcd, API server, controller manager and scheduler as EKS runs them. No
 * container runs, so webhooks cannot answer and are not asked.
 */
export class ControlPlane {
  private constructor(
    readonly api: KubernetesApi,
    /** The file by which `kubectl` and `helm` find it. */
    readonly kubeconfig: string,
    private readonly children: readonly ChildProcess[],
  ) {}

  /**
   * Starts it and waits until the API answers.
   * @param programs the folder of the programs
   * @param folder where its data and logs go
   * @param authenticator the URL of who tells whose a token is that is not its administrator's, if anyone does
   * @throws Failure when it does not come up
   */
  static async start(
    programs: string,
    folder: string,
    address: ClusterAddress,
    authenticator: string | undefined,
    signal: AbortSignal,
  ): Promise<ControlPlane> {
    mkdirSync(folder, { recursive: true });
    const [client = 0, peer = 0] = await freePorts(2);
    const children: ChildProcess[] = [];
    const start = (name: keyof typeof PROGRAMS, flags: Readonly<Record<string, string | number | boolean>>) =>
      children.push(startProgram(join(programs, name), flags, join(folder, `${name}.log`)));
    const file = (name: string) => join(folder, name);
    const token = randomBytes(16).toString("hex");
    writeFileSync(file("tokens.csv"), `${token},administrator,administrator,system:masters\n`, { mode: 0o600 });
    writeFileSync(file("authenticator"), kubeconfig({ server: authenticator }, {}));
    const asking = {
      "authentication-token-webhook-config-file": file("authenticator"),
      "authentication-token-webhook-version": "v1",
    };
    const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    writeFileSync(file("accounts.key"), privateKey.export({ type: "pkcs1", format: "pem" }), { mode: 0o600 });
    start("etcd", {
      "data-dir": file("etcd"),
      "listen-client-urls": `http://127.0.0.1:${client}`,
      "advertise-client-urls": `http://127.0.0.1:${client}`,
      "listen-peer-urls": `http://127.0.0.1:${peer}`,
      "unsafe-no-fsync": true,
    });
    start("kube-apiserver", {
      "etcd-servers": `http://127.0.0.1:${client}`,
      "secure-port": address.port,
      "bind-address": "127.0.0.1",
      "advertise-address": "127.0.0.1",
      "tls-cert-file": address.certificate,
      "tls-private-key-file": address.key,
      "token-auth-file": file("tokens.csv"),
      ...(authenticator === undefined ? {} : asking),
      "authorization-mode": "Node,RBAC",
      "allow-privileged": true,
      "service-account-issuer": "https://kubernetes.default.svc",
      "service-account-key-file": file("accounts.key"),
      "service-account-signing-key-file": file("accounts.key"),
      "service-cluster-ip-range": "172.20.0.0/16",
      "endpoint-reconciler-type": "none",
      "disable-admission-plugins": "ValidatingAdmissionWebhook,MutatingAdmissionWebhook",
    });
    const endpoint = urlOf(address);
    const cluster = { server: endpoint, "certificate-authority": address.certificate };
    const plane = (api: KubernetesApi) => new ControlPlane(api, file("kubeconfig"), children);
    try {
      const api = new KubernetesApi(endpoint, readFileSync(address.certificate, "utf8"), token);
      await answering(api, folder, signal);
      writeFileSync(file("kubeconfig"), kubeconfig(cluster, { token }), { mode: 0o600 });
      const common = { kubeconfig: file("kubeconfig"), "leader-elect": false, "secure-port": 0 };
      const accounts = { "service-account-private-key-file": file("accounts.key") };
      // No kubelet tells that its node lives.
      const patience = { "node-monitor-grace-period": "24h" };
      start("kube-controller-manager", { ...common, ...accounts, ...patience, controllers: CONTROLLERS });
      writeFileSync(file("scheduler.json"), schedulerConfiguration(file("kubeconfig")));
      start("kube-scheduler", { config: file("scheduler.json"), "secure-port": 0 });
      return plane(api);
    } catch (error) {
      await plane(new KubernetesApi(endpoint, "", token)).stop();
      throw error;
    }
  }

  /** Ends all its programs. */
  async stop(): Promise<void> {
    await Promise.all(
      this.children.map(async (child) => {
        if (child.exitCode !== null || child.signalCode !== null) return;
        const gone = once(child, "exit");
        child.stdin?.end();
        await gone;
      }),
    );
  }
}

function startProgram(
  program: string,
  flags: Readonly<Record<string, string | number | boolean>>,
  logFile: string,
): ChildProcess {
  const args = Object.entries(flags).map(([name, value]) => `--${name}=${value}`);
  const log = openSync(logFile, "w");
  const options = { detached: true, stdio: ["pipe", log, log] as ["pipe", number, number] };
  const child = spawn("sh", ["-c", LEASHED, "sh", program, ...args], options);
  closeSync(log);
  return child;
}

/** The scheduler as it is, but that it looks again at a pod after a second, and not after up to ten. */
function schedulerConfiguration(file: string): string {
  return JSON.stringify({
    apiVersion: "kubescheduler.config.k8s.io/v1",
    kind: "KubeSchedulerConfiguration",
    clientConnection: { kubeconfig: file },
    leaderElection: { leaderElect: false },
    podInitialBackoffSeconds: 1,
    podMaxBackoffSeconds: 1,
  });
}

/** Waits for the API. */
async function answering(api: KubernetesApi, folder: string, signal: AbortSignal): Promise<void> {
  const deadline = Date.now() + START_TIMEOUT_MS;
  for (;;) {
    if (signal.aborted) throw new Interrupted();
    const ready = await api.ask("GET", "/readyz").catch(() => "");
    if (ready === "ok") return;
    if (Date.now() > deadline) {
      throw new Failure(`cluster: its API must answer within two minutes, got nothing; ${folder}/*.log tells why`);
    }
    await sleep(100);
  }
}

/** The file by which a client finds a cluster, and says who it is. */
export function kubeconfig(cluster: object, user: object): string {
  const named = (more: object) => [{ name: "sandbox", ...more }];
  return JSON.stringify({
    apiVersion: "v1",
    kind: "Config",
    clusters: named({ cluster }),
    users: named({ user }),
    contexts: named({ context: { cluster: "sandbox", user: "sandbox" } }),
    "current-context": "sandbox",
  });
}
