import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { prod } from "../../environments/prod";
import { validateManifest } from "../../gitops/checks/kubernetes/schema";
import { ENGINE } from "../../modules/foundation/store-uses";

interface SecurityContext {
  readonly runAsNonRoot?: boolean;
  readonly runAsUser?: number;
  readonly privileged?: boolean;
  readonly allowPrivilegeEscalation?: boolean;
}

interface Container {
  readonly name: string;
  readonly image: string;
  readonly resources: { readonly requests: object; readonly limits: object };
  readonly securityContext: SecurityContext;
  readonly volumeMounts?: readonly { readonly name: string; readonly mountPath: string; readonly subPath?: string }[];
}

interface Pod {
  readonly spec: {
    readonly serviceAccountName: string;
    readonly automountServiceAccountToken: boolean;
    readonly securityContext: SecurityContext;
    readonly containers: readonly Container[];
  };
}

const FOLDER = join("ci", "resources", "agents");
const PODS = readdirSync(FOLDER).filter((name) => name.endsWith(".yaml"));
const podOf = (file: string) => parse(readFileSync(join(FOLDER, file), "utf8")) as Pod;
const DOCKERFILE = readFileSync(join(FOLDER, "tools.Dockerfile"), "utf8");
const exact = /^[\w.-]+(\/[\w.-]+)*:(?!latest)[\w.-]*\d[\w.-]*(@sha256:[0-9a-f]{64})?$/;

const SERVICE_ACCOUNTS: Readonly<Record<string, string>> = {
  "build.yaml": "jenkins-builder",
  "deploy.yaml": "jenkins-deployer",
  "tools.yaml": "jenkins-planner",
};

test("there is a pod for tools, the same for who deploys, and one that builds images", () => {
  expect(PODS).toEqual(Object.keys(SERVICE_ACCOUNTS));
  const { serviceAccountName, ...deploying } = podOf("deploy.yaml").spec;
  expect({ ...deploying, serviceAccountName: "jenkins-planner" }).toEqual(podOf("tools.yaml").spec);
  expect(podOf("tools.yaml").spec.containers.map(({ name }) => name)).toEqual(["jnlp", "tools"]);
  const building = ["jnlp", "tools", "buildkit", "skopeo", "postgres", "redis"];
  expect(podOf("build.yaml").spec.containers.map(({ name }) => name)).toEqual(building);
});

describe.each(PODS)("%s", (file) => {
  const { spec } = podOf(file);

  test("is a pod as Kubernetes takes it; Jenkins gives it a name", () => {
    expect(validateManifest({ ...podOf(file), metadata: { name: "agent" } })).toEqual([]);
  });

  test("has the service account of its purpose, and no user that could be root", () => {
    expect(spec.serviceAccountName).toBe(SERVICE_ACCOUNTS[file]);
    expect(spec.automountServiceAccountToken).toBe(false);
    expect(spec.securityContext).toMatchObject({ runAsNonRoot: true, runAsUser: 1000 });
    for (const { securityContext } of spec.containers) {
      expect(securityContext.privileged).toBeUndefined();
      expect(securityContext.runAsUser).toBeUndefined();
    }
  });

  test("lets only rootless BuildKit gain privileges, for its user namespaces", () => {
    const escalating = spec.containers.filter(
      ({ securityContext }) => securityContext.allowPrivilegeEscalation !== false,
    );
    expect(escalating.map(({ name }) => name)).toEqual(file === "build.yaml" ? ["buildkit"] : []);
  });

  test("names each image by an exact version, and what it needs of a node", () => {
    for (const { image, resources } of spec.containers) {
      expect(image).toMatch(exact);
      expect(Object.keys(resources.requests)).toEqual(["cpu", "memory"]);
      expect(Object.keys(resources.limits)).toEqual(["memory"]);
    }
  });

  test("knows the Git server wherever Git runs: the step checkout in the agent, the scripts in the tools", () => {
    const knowing = spec.containers.filter(({ volumeMounts = [] }) =>
      volumeMounts.some(
        ({ name, mountPath, subPath }) =>
          name === "known-hosts" && mountPath === "/etc/ssh/ssh_known_hosts" && subPath === "ssh_known_hosts",
      ),
    );
    expect(knowing.map(({ name }) => name)).toEqual(["jnlp", "tools"]);
  });

  test("runs the tools and the agent exactly as the other pods do", () => {
    expect(spec.containers.slice(0, 2)).toEqual(podOf("tools.yaml").spec.containers);
  });
});

test("integration tests find the stores of prod's versions, which nobody outside of the pod can reach", () => {
  const [postgres, redis] = podOf("build.yaml").spec.containers.slice(-2);
  expect(prod.database.engineVersion).toBe("17.7");
  expect(postgres).toMatchObject({ image: "postgres:17.7-bookworm", args: ["-c", "listen_addresses=127.0.0.1"] });
  // What ElastiCache calls 7.1 is Redis 7.0 with changes of AWS's own.
  expect(ENGINE.version).toBe("7.1");
  expect(redis).toMatchObject({ image: "redis:7.0.15-bookworm", args: ["--bind", "127.0.0.1", "--save", ""] });
});

describe("the image of the tools", () => {
  test("is made of exact versions", () => {
    const images = [...DOCKERFILE.matchAll(/^FROM (\S+)/gm)].map(([, image]) => image);
    expect(images).toHaveLength(6);
    for (const image of images) expect(image).toMatch(exact);
  });

  test("brings the packages of the lock, so that npm asks its registry for nothing that is there", () => {
    const [, cache] = /^ENV npm_config_cache=(\S+) npm_config_prefer_offline=true/m.exec(DOCKERFILE) ?? [];
    const [, ...asNode] = DOCKERFILE.split("\nUSER 1000\n");
    expect(cache).toBe("/opt/npm");
    expect(asNode.join()).toMatch(
      /^COPY package.json package-lock.json (\S+)\/\nRUN cd \1 && npm ci --ignore-scripts /,
    );
  });

  test("has the versions that this project is built with", () => {
    const [terraform, moto] = [readFileSync(".terraform-version", "utf8").trim(), "moto[server]==5.2.1"];
    expect(DOCKERFILE).toContain(`FROM hashicorp/terraform:${terraform} AS terraform\n`);
    expect(DOCKERFILE).toContain(`'${moto}'`);
    expect(readFileSync(join("sandbox", "requirements.in"), "utf8")).toContain(moto);
    const { engines } = JSON.parse(readFileSync("package.json", "utf8")) as { engines: { node: string } };
    expect(engines.node).toBe(">=20.19");
    expect(DOCKERFILE).toContain("FROM node:20.19.");
  });
});
