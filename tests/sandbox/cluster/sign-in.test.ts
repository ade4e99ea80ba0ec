import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { dev } from "../../../environments/dev";
import { announce, reserveAddress } from "../../../sandbox/cluster/address";
import { ClusterCommands } from "../../../sandbox/cluster/commands";
import { ControlPlane } from "../../../sandbox/cluster/control-plane";
import { findClusterPrograms } from "../../../sandbox/cluster/programs";
import { signIn } from "../../../sandbox/cluster/sign-in";
import { Emulator } from "../../../sandbox/emulator-process";
import { elementAt, textAt } from "../../../sandbox/gateway/xml";
import { outsidersOf } from "../../../sandbox/identities";
import { ec2, query } from "../../../sandbox/local-aws";
import { findMoto } from "../../../sandbox/moto";
import { Terraform } from "../../../scripts/terraform";
import type { RootConfiguration } from "../../../scripts/terraform-root";
import { temporaryFolder } from "../support";

const { signal } = new AbortController();
const REGION = "us-east-1";
const PLATFORM = "data.terraform_remote_state.platform.outputs";

/** The expression by which the root of add-ons gives its provider the arguments of the AWS CLI. */
const ARGS = `$\{concat(["eks", "get-token", "--output", "json", "--cluster-name", ${PLATFORM}.cluster_name, "--region", "${REGION}"], formatlist("--role-arn=%s", compact([var.cluster_role_arn])))}`;

const CONFIGURATION = {
  provider: {
    kubernetes: [{ exec: [{ api_version: "client.authentication.k8s.io/v1beta1", command: "aws", args: ARGS }] }],
  },
} as unknown as RootConfiguration;

async function makeRole(emulator: Emulator, RoleName: string, Principal: object): Promise<string> {
  const AssumeRolePolicyDocument = JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal, Action: "sts:AssumeRole" }],
  });
  const form = { Action: "CreateRole", Version: "2010-05-08", RoleName, AssumeRolePolicyDocument };
  await query({ endpoint: emulator.endpoint, region: REGION }, "iam", form);
  return `arn:aws:iam::${dev.account}:role/${RoleName}`;
}

/** Creates the cluster `lms-dev` by EKS, with an access entry for each role but `readonly` and `planner`. */
async function createCluster(emulator: Emulator): Promise<Record<string, unknown>> {
  const aws = { endpoint: emulator.endpoint, region: REGION };
  const vpc =
    textAt(elementAt(await ec2(aws, { Action: "CreateVpc", CidrBlock: "10.0.0.0/16" }), "vpc"), "vpcId") ?? "";
  const subnetIds: string[] = [];
  for (const [index, zone] of ["a", "b"].entries()) {
    const form = { CidrBlock: `10.0.${index}.0/24`, AvailabilityZone: `${REGION}${zone}`, VpcId: vpc };
    const made = await ec2(aws, { Action: "CreateSubnet", ...form });
    subnetIds.push(textAt(elementAt(made, "subnet"), "subnetId") ?? "");
  }
  const ask = async (path: string, body: object) => {
    const scope = `test/20250101/${REGION}/eks/aws4_request`;
    const authorization = `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=test`;
    const headers = { authorization, "content-type": "application/json" };
    const sent = { method: "POST", headers, body: JSON.stringify(body) };
    const answer = await fetch(`${emulator.endpoint}${path}`, sent);
    if (!answer.ok) throw new Error(await answer.text());
    return (await answer.json()) as { cluster?: { endpoint: string; certificateAuthority: { data: string } } };
  };
  const roleArn = await makeRole(emulator, "cluster", { Service: "eks.amazonaws.com" });
  const { cluster } = await ask("/clusters", {
    name: "lms-dev",
    roleArn,
    resourcesVpcConfig: { subnetIds },
    accessConfig: { authenticationMode: "API" },
  });
  const people = { AWS: Object.values(outsidersOf(dev)) };
  await makeRole(emulator, "lms-dev-readonly", people);
  await makeRole(emulator, "lms-dev-planner", people);
  for (const [name, policy, accessScope] of [
    ["admin", "ClusterAdmin", { type: "cluster" }],
    ["deployer", "ClusterAdmin", { type: "cluster" }],
    ["developer", "View", { type: "namespace", namespaces: ["microservices"] }],
  ] as const) {
    const principalArn = await makeRole(emulator, `lms-dev-${name}`, people);
    await ask("/clusters/lms-dev/access-entries", { principalArn });
    const policyArn = `arn:aws:eks::aws:cluster-access-policy/AmazonEKS${policy}Policy`;
    const path = `/clusters/lms-dev/access-entries/${encodeURIComponent(principalArn)}/access-policies`;
    await ask(path, { policyArn, accessScope });
  }
  return {
    cluster_name: "lms-dev",
    cluster_endpoint: cluster?.endpoint,
    cluster_certificate_authority: cluster?.certificateAuthority.data,
  };
}

it("lets in whose role has an access entry, with its rights, by the root's own plugin, and nobody else", async ({
  skip,
}) => {
  const programs = await findClusterPrograms({ ...process.env, PATH: "" }, signal, []);
  if ("missing" in programs) return skip("the programs of a cluster are not here: the sandbox brings them");
  const [python, folder] = [await findMoto(process.env, signal), temporaryFolder()];
  const options = { python, account: dev.account, port: 0, folder, outsiders: outsidersOf(dev) };
  const emulator = await Emulator.start(options);
  const { endpoint } = emulator;
  const address = await reserveAddress(python, folder, signal);
  await announce(endpoint, { region: REGION, name: "lms-dev" }, address);
  let plane: ControlPlane | undefined;
  try {
    const outputs = await createCluster(emulator);
    expect(outputs.cluster_endpoint).toBe(`https://127.0.0.1:${address.port}`);
    expect(outputs.cluster_certificate_authority).toBe(readFileSync(address.certificate, "base64"));
    const authenticator = `${endpoint}/gateway-api/tokens/${REGION}/lms-dev`;
    plane = await ControlPlane.start(programs.folder, folder, address, authenticator, signal);
    for (const name of ["microservices", "data", "monitoring"]) {
      await plane.api.create("/api/v1/namespaces", { metadata: { name } });
    }
    const { binary } = await Terraform.find(process.env, signal);
    const commands = new ClusterCommands(plane.kubeconfig, folder, signal);
    const created = { endpoint, outputs, terraform: binary };
    expect(await signIn(dev, CONFIGURATION, created, commands, folder, signal)).toMatch(
      /^(?:admin, deployer and developer by their entries; readonly and an expired token refused|not tried: .*)$/,
    );
  } finally {
    await plane?.stop();
    await emulator.stop();
  }
});
