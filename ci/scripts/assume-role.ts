import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { Failure } from "../../scripts/failure";
import { credentialSource, PIPELINE_ROLES, type PipelineRole, profileText } from "./roles/pipeline-role";
import { runCommand } from "./shared/command";
import { runJson } from "./shared/programs";

runCommand({
  name: "assume-role",
  about: `Writes an AWS configuration file with a profile for a role of the platform, named like the role, and makes sure
that it is that role which the profile gives. AWS_CONFIG_FILE and AWS_PROFILE then select it.`,
  options: {
    role: { choices: Object.keys(PIPELINE_ROLES), about: "The role." },
    file: { value: "<file>", about: "The configuration file to write, for its owner only." },
    session: { value: "<name>", default: process.env.BUILD_TAG || "pipeline", about: "Who it is, for CloudTrail." },
    "token-file": { value: "<file>", default: "", about: "The pipeline's token, for a role that trusts by OIDC." },
  },
  run: async ({ role: key, file, session, "token-file": tokenFile }, signal) => {
    const role = PIPELINE_ROLES[key];
    if (role === undefined) throw new Error(`no role ${key}`);
    const source = credentialSource(role, process.env, tokenFile);
    if (source === undefined) throw new Failure(`assume-role: ${missingSource(role)}`);
    const path = resolve(file);
    mkdirSync(dirname(path), { recursive: true });
    rmSync(path, { force: true });
    writeFileSync(path, profileText(role, session, source), { mode: 0o600 });
    const env = { ...process.env, AWS_CONFIG_FILE: path, AWS_PROFILE: role.name };
    const identity = await runJson<{ Arn?: string }>(
      "aws",
      ["sts", "get-caller-identity", "--profile", role.name, "--output", "json"],
      { env, signal, advice: `see whether ${role.arn} trusts this pipeline, and its external id` },
    );
    const wanted = `arn:aws:sts::${role.account}:assumed-role/${role.name}/`;
    if (!String(identity.Arn).startsWith(wanted)) {
      rmSync(path);
      throw new Failure(
        `assume-role: the identity must begin with ${wanted}, got ${identity.Arn}; look at ${role.name}`,
      );
    }
    console.log(`assumes ${role.name} in account ${role.account}`);
  },
});

function missingSource({ name, trust }: PipelineRole): string {
  if (trust.kind === "oidc") {
    return `--token-file must be given for ${name}, which trusts tokens of ${trust.issuer}, got nothing; bind the token as a file`;
  }
  return (
    "the agent must have a role, by EKS Pod Identity or by its service account, got neither; " +
    `run in a pod of the service account that ${trust.principal} belongs to`
  );
}
