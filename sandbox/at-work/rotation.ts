import { DescribeSecretCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { Failure } from "../../scripts/failure";
import { ADMINISTRATOR } from "../aws-environment";
import type { Place } from "./check";
import { client } from "./client";
import { type Account, text } from "./delivery";
import { LocalFunction, type Runtime } from "./lambda";

/** What Secrets Manager asks of the function, in turn. @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_lambda-functions.html */
const STEPS = ["createSecret", "setSecret", "testSecret", "finishSecret"] as const;

/**
 * Ends every rotation that the root has begun, as Secrets Manager does it: the function as it stands, with its own role.
 * @returns how many, in a few words; undefined for a root that rotates none
 * @throws Failure with what the function was refused, or the labels that it left
 */
export async function walkRotations(root: string, account: Account, runtime: Runtime): Promise<string | undefined> {
  const { place } = runtime;
  const rotations = account.standing.filter(({ type }) => type === "aws_secretsmanager_secret_rotation");
  for (const { values } of rotations) {
    const secret = text(values, "secret_id");
    const rotates = account.find("aws_lambda_function", "arn", text(values, "rotation_lambda_arn"));
    if (rotates === undefined)
      throw new Failure(`${root}: the function that rotates ${secret} must be there, got none`);
    await rotate(root, secret, new LocalFunction(rotates, runtime), place);
  }
  return rotations.length === 0 ? undefined : `secrets rotated: ${rotations.length}`;
}

async function rotate(root: string, SecretId: string, rotation: LocalFunction, place: Place): Promise<void> {
  const before = await labels(place, SecretId);
  const [ClientRequestToken] = Object.keys(before).filter((version) => before[version]?.includes("AWSPENDING"));
  if (ClientRequestToken === undefined)
    throw new Failure(`${root}: a rotation of ${SecretId} must have begun, got none`);
  for (const Step of STEPS) await rotation.invoke({ Step, SecretId, ClientRequestToken });
  const after = await labels(place, SecretId);
  if (after[ClientRequestToken]?.includes("AWSCURRENT")) return;
  throw new Failure(`${root}: a rotation of ${SecretId} must make its version current, got ${JSON.stringify(after)}`);
}

async function labels(place: Place, SecretId: string): Promise<Readonly<Record<string, readonly string[]>>> {
  const secrets = new SecretsManagerClient(client(place, ADMINISTRATOR));
  const { VersionIdsToStages = {} } = await secrets.send(new DescribeSecretCommand({ SecretId }));
  return VersionIdsToStages;
}
