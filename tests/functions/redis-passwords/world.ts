import type { ElastiCacheClient } from "@aws-sdk/client-elasticache";
import { ResourceNotFoundException, type SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import type { SecretsManagerRotationEventStep } from "aws-lambda";
import { PasswordRotation } from "../../../functions/redis-passwords/rotation";

export const SECRET = "arn:aws:secretsmanager:us-east-1:111111111111:secret:lms/dev/redis/sessions-AbCdEf";
export const USER = "lms-dev-sessions-password";

interface Command {
  readonly constructor: { readonly name: string };
  readonly input: Readonly<Record<string, unknown>>;
}

interface Version {
  value?: string;
  labels: string[];
}

/** A secret and a user of Redis in memory: what the rotation uses of Secrets Manager and ElastiCache. */
export class World {
  readonly versions = new Map<string, Version>();
  /** Passwords that the user may log in with. */
  passwords: readonly string[] = [];
  /** States that the user has when it is looked at, one after the other; then it is active. */
  readonly states: string[] = [];
  /** Called at each look at the user. */
  looked: () => void = () => {};
  /** Calls that fail instead of being answered, by the name of the command. */
  readonly failing = new Set<string>();
  private made = 0;

  constructor() {
    this.put("v0", { username: USER, password: "first-0000000000" }, ["AWSCURRENT", "first"]);
  }

  put(version: string, value: object | string, labels: string[]): void {
    this.versions.set(version, { value: typeof value === "string" ? value : JSON.stringify(value), labels });
  }

  /** Begins a rotation, as Secrets Manager does: a version with a label and no value. */
  begin(version: string): void {
    for (const { labels } of this.versions.values()) remove(labels, "AWSPENDING");
    this.versions.set(version, { labels: ["AWSPENDING"] });
  }

  take(version: string, ...steps: readonly string[]): Promise<void> {
    const send = (command: Command) => this.answer(command);
    const rotation = new PasswordRotation(
      { send } as unknown as SecretsManagerClient,
      { send } as unknown as ElastiCacheClient,
      0,
    );
    return steps.reduce(
      (before, step) =>
        before.then(() =>
          rotation.take({
            Step: step as SecretsManagerRotationEventStep,
            SecretId: SECRET,
            ClientRequestToken: version,
          }),
        ),
      Promise.resolve(),
    );
  }

  /** The password in the version with a label. */
  labelled(label: string): string | undefined {
    const found = [...this.versions.values()].find(({ labels }) => labels.includes(label));
    return found?.value === undefined ? undefined : JSON.parse(found.value).password;
  }

  private async answer({ constructor: { name }, input }: Command): Promise<unknown> {
    if (this.failing.has(name)) throw new Error(`${name} was refused`);
    switch (name) {
      case "DescribeSecretCommand":
        return {
          VersionIdsToStages: Object.fromEntries([...this.versions].map(([id, { labels }]) => [id, [...labels]])),
        };
      case "GetRandomPasswordCommand":
        this.made += 1;
        return { RandomPassword: `${input.PasswordLength}-${input.ExcludePunctuation}-${this.made}` };
      case "GetSecretValueCommand": {
        const { VersionId, VersionStage } = input as { VersionId?: string; VersionStage: string };
        const [, version] =
          [...this.versions].find(([id, { labels }]) => labels.includes(VersionStage) && (VersionId ?? id) === id) ??
          [];
        if (version?.value !== undefined) return { SecretString: version.value };
        throw new ResourceNotFoundException({ message: "no value", $metadata: {} });
      }
      case "PutSecretValueCommand":
        this.put(String(input.ClientRequestToken), String(input.SecretString), [...(input.VersionStages as string[])]);
        return {};
      case "UpdateSecretVersionStageCommand": {
        const [from, to] = [input.RemoveFromVersionId, input.MoveToVersionId].map((id) =>
          this.versions.get(String(id)),
        );
        for (const { labels } of this.versions.values()) remove(labels, "AWSPREVIOUS");
        remove(from?.labels ?? [], "AWSCURRENT");
        from?.labels.push("AWSPREVIOUS");
        to?.labels.push(String(input.VersionStage));
        return {};
      }
      case "DescribeUsersCommand": {
        this.looked();
        if (input.UserId !== USER) return { Users: [] };
        const Status = this.states.shift() ?? "active";
        const Type = this.passwords.length > 0 ? "password" : "iam";
        return { Users: [{ Status, Authentication: { Type, PasswordCount: this.passwords.length } }] };
      }
      case "ModifyUserCommand":
        this.passwords = (input.AuthenticationMode as { Passwords: readonly string[] }).Passwords;
        return {};
      default:
        throw new Error(`${name}: nobody answers it`);
    }
  }
}

function remove(labels: string[], label: string): void {
  if (labels.includes(label)) labels.splice(labels.indexOf(label), 1);
}
