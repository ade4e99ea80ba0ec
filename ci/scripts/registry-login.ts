import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { shared } from "../../environments/shared";
import { Failure } from "../../scripts/failure";
import { REGISTRY } from "./images/image-reference";
import { runCommand } from "./shared/command";
import { runJson } from "./shared/programs";

const ADVICE = "assume shared/image-publisher or shared/image-signer first";

interface Authorization {
  readonly authorizationData?: readonly ({ readonly authorizationToken?: string } | null)[] | null;
}

runCommand({
  name: "registry-login",
  about:
    "Writes a container tool's authentication file for the registry, with the AWS credentials at hand. It holds for 12 hours.",
  options: { file: { value: "<file>", about: "The file to write, for its owner only." } },
  run: async ({ file }, signal) => {
    const { authorizationData } = await runJson<Authorization>(
      "aws",
      ["ecr", "get-authorization-token", "--region", shared.region, "--output", "json"],
      { env: process.env, signal, advice: ADVICE },
    );
    const auth = authorizationData?.[0]?.authorizationToken;
    if (typeof auth !== "string") {
      throw new Failure(`aws ecr get-authorization-token: must give a token, got none; ${ADVICE}`);
    }
    mkdirSync(dirname(file), { recursive: true });
    rmSync(file, { force: true });
    writeFileSync(file, JSON.stringify({ auths: { [REGISTRY]: { auth } } }), { mode: 0o600 });
    console.log(`may push to ${REGISTRY}`);
  },
});
