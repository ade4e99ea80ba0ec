import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { Terraform } from "../../scripts/terraform";
import { type Attributes, root } from "../support/synthesized";

/** What the platform root of an applied environment has published. */
const OUTPUTS = {
  cluster_name: "lms-prod",
  cluster_endpoint: "https://api.example.com",
  cluster_certificate_authority: Buffer.from("certificate").toString("base64"),
  vpc_id: "vpc-1",
  hosted_zone_id: "Z1",
  data_key_arn: "arn:aws:kms:us-east-1:333333333333:key/1",
};
const ROLE = "arn:aws:iam::333333333333:role/other";
const TOKEN_COMMAND = ["eks", "get-token", "--output", "json", "--cluster-name", "lms-prod", "--region", "us-east-1"];

/** A root that publishes, in place of using it, what the add-ons root gives its providers and charts. */
function writeRoot(): string {
  const { provider, resource, variable } = root("prod-addons").json as unknown as {
    provider: Record<string, Attributes[]>;
    resource: Record<string, Record<string, Attributes>>;
    variable: object;
  };
  const releases = Object.values(resource.helm_release ?? {}).map(({ name, values }) => [name, values]);
  const folder = mkdtempSync(join(tmpdir(), "lms-expressions-"));
  const outputs = Object.entries(OUTPUTS).map(([name, value]) => [name, { value, type: "string" }]);
  writeFileSync(
    join(folder, "platform.tfstate"),
    JSON.stringify({ version: 4, serial: 1, lineage: "tests", outputs: Object.fromEntries(outputs), resources: [] }),
  );
  writeFileSync(
    join(folder, "main.tf.json"),
    JSON.stringify({
      variable,
      data: { terraform_remote_state: { platform: { backend: "local", config: { path: "platform.tfstate" } } } },
      output: {
        kubernetes: { value: provider.kubernetes?.[0] },
        helm: { value: provider.helm?.[0]?.kubernetes },
        values: { value: Object.fromEntries(releases) },
      },
    }),
  );
  return folder;
}

it("says to Kubernetes and Helm, in Terraform's own reading, what it is meant to say", async () => {
  const terraform = await Terraform.find(process.env, new AbortController().signal);
  const folder = writeRoot();
  await terraform.run("expressions", folder, ["init", "-no-color"]);
  const outputs = async (...variables: readonly string[]) => {
    await terraform.run("expressions", folder, ["apply", "-auto-approve", "-no-color", ...variables]);
    const { stdout } = await terraform.run("expressions", folder, ["output", "-json"]);
    return JSON.parse(stdout);
  };

  const { kubernetes, helm, values } = await outputs();
  const endpoint = { host: "https://api.example.com", cluster_ca_certificate: "certificate" };
  expect(kubernetes.value).toMatchObject({ ...endpoint, exec: [{ command: "aws", args: TOKEN_COMMAND }] });
  expect(helm.value).toMatchObject({ ...endpoint, exec: { command: "aws", args: TOKEN_COMMAND } });
  expect(Object.keys(values.value)).toHaveLength(12);
  const valuesOf = (release: string) => JSON.parse(values.value[release][0]);
  expect(valuesOf("aws-load-balancer-controller")).toMatchObject({ clusterName: "lms-prod", vpcId: "vpc-1" });
  expect(valuesOf("external-dns").extraArgs).toContain("--zone-id-filter=Z1");
  expect(valuesOf("fluent-bit").cloudWatchLogs.logGroupTemplate).toBe(
    "/aws/eks/lms-prod/workloads/$kubernetes['namespace_name']",
  );

  const { helm: withRole } = await outputs("-var", `cluster_role_arn=${ROLE}`);
  expect(withRole.value.exec.args).toEqual([...TOKEN_COMMAND, `--role-arn=${ROLE}`]);
});
