import { setTimeout as sleep } from "node:timers/promises";
import {
  DescribeUsersCommand,
  type ElastiCacheClient,
  ModifyUserCommand,
  type User,
} from "@aws-sdk/client-elasticache";
import {
  DescribeSecretCommand,
  GetRandomPasswordCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  ResourceNotFoundException,
  type SecretsManagerClient,
  UpdateSecretVersionStageCommand,
} from "@aws-sdk/client-secrets-manager";
import type { SecretsManagerRotationEvent } from "aws-lambda";
import { type Login, parseLogin } from "./login";

/** ElastiCache takes 16 to 128 characters. @see https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/Clusters.RBAC.html */
const PASSWORD_LENGTH = 64;

/** A user takes a password within a minute or two, and is asked every few seconds whether it has. */
const POLL_MS = 5000;
const PATIENCE_MS = 240_000;

const CURRENT = "AWSCURRENT";
const PENDING = "AWSPENDING";

/**
 * Gives a user of Redis a new password, as Secrets Manager asks for step by step. The user keeps the one before it until the
 * next rotation, so that nobody who has read that is locked out meanwhile. Each step may run again after any other.
 * @see https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/User-Secrets-Manager.html
 */
export class PasswordRotation {
  /** @param pollMs milliseconds between two looks at a user */
  constructor(
    private readonly secrets: Pick<SecretsManagerClient, "send">,
    private readonly redis: Pick<ElastiCacheClient, "send">,
    private readonly pollMs = POLL_MS,
  ) {}

  /** Takes one step. @throws Error when it cannot; Secrets Manager then tries the whole rotation again */
  async take({ Step, SecretId, ClientRequestToken }: SecretsManagerRotationEvent): Promise<void> {
    const stages = await this.stages(SecretId);
    if (stages[ClientRequestToken]?.includes(CURRENT)) return;
    if (!stages[ClientRequestToken]?.includes(PENDING)) {
      throw new Error(
        `${SecretId}: version ${ClientRequestToken} must be ${PENDING}, got ${String(stages[ClientRequestToken])}; start a rotation`,
      );
    }
    switch (Step) {
      case "createSecret":
        return this.create(SecretId, ClientRequestToken);
      case "setSecret":
        return this.set(SecretId, ClientRequestToken);
      case "testSecret":
        return this.test(SecretId, ClientRequestToken);
      case "finishSecret":
        return this.finish(SecretId, ClientRequestToken, stages);
      default:
        throw new Error(`${SecretId}: a step must be one of a rotation, got ${JSON.stringify(Step)}`);
    }
  }

  private async create(SecretId: string, token: string): Promise<void> {
    if ((await this.pending(SecretId, token)) !== undefined) return;
    const current = await this.current(SecretId);
    const { RandomPassword } = await this.secrets.send(
      // Letters and digits only: sessions of PHP have it in a URL.
      new GetRandomPasswordCommand({ PasswordLength: PASSWORD_LENGTH, ExcludePunctuation: true }),
    );
    const SecretString = JSON.stringify({ ...current, password: RandomPassword });
    await this.secrets.send(
      new PutSecretValueCommand({ SecretId, ClientRequestToken: token, SecretString, VersionStages: [PENDING] }),
    );
  }

  private async set(SecretId: string, token: string): Promise<void> {
    const { username, passwords } = await this.logins(SecretId, token);
    await this.active(username);
    await this.redis.send(
      new ModifyUserCommand({
        UserId: username,
        AuthenticationMode: { Type: "password", Passwords: [...passwords] },
      }),
    );
    await this.active(username);
  }

  /** Nothing here can reach the store. A user that is active has taken its passwords, and the one before stays good. */
  private async test(SecretId: string, token: string): Promise<void> {
    const { username } = await this.logins(SecretId, token);
    const { Authentication: { Type, PasswordCount } = {} } = await this.active(username);
    if (Type === "password" && PasswordCount === 2) return;
    throw new Error(
      `${username}: must have two passwords, got ${PasswordCount ?? "none"} of type ${Type}; rotate it anew`,
    );
  }

  private async finish(SecretId: string, token: string, stages: Stages): Promise<void> {
    const [before] = Object.entries(stages).find(([, labels]) => labels.includes(CURRENT)) ?? [];
    await this.secrets.send(
      new UpdateSecretVersionStageCommand({
        SecretId,
        VersionStage: CURRENT,
        MoveToVersionId: token,
        ...(before === undefined ? {} : { RemoveFromVersionId: before }),
      }),
    );
  }

  /** The user, and its passwords: the new one, and the one that is current. */
  private async logins(SecretId: string, token: string): Promise<{ username: string; passwords: readonly string[] }> {
    const current = await this.current(SecretId);
    const pending = await this.pending(SecretId, token);
    if (pending?.username !== current.username) {
      throw new Error(
        `${SecretId}: must keep its username ${current.username}, got ${pending?.username}; rotate it anew`,
      );
    }
    return { username: current.username, passwords: [pending.password, current.password] };
  }

  private async current(SecretId: string): Promise<Login> {
    const { SecretString } = await this.secrets.send(new GetSecretValueCommand({ SecretId, VersionStage: CURRENT }));
    return parseLogin(SecretId, SecretString);
  }

  /** The login that is to become current, undefined as long as there is none. */
  private async pending(SecretId: string, VersionId: string): Promise<Login | undefined> {
    try {
      const { SecretString } = await this.secrets.send(
        new GetSecretValueCommand({ SecretId, VersionId, VersionStage: PENDING }),
      );
      return parseLogin(SecretId, SecretString);
    } catch (error) {
      if (error instanceof ResourceNotFoundException) return undefined;
      throw error;
    }
  }

  private async stages(SecretId: string): Promise<Stages> {
    const { VersionIdsToStages = {} } = await this.secrets.send(new DescribeSecretCommand({ SecretId }));
    return VersionIdsToStages;
  }

  /** Waits until a user is active, since ElastiCache changes none that it is changing. */
  private async active(UserId: string): Promise<User> {
    const deadline = Date.now() + PATIENCE_MS;
    for (;;) {
      const { Users: [user] = [] } = await this.redis.send(new DescribeUsersCommand({ UserId }));
      if (user?.Status === "active") return user;
      if (Date.now() >= deadline) {
        throw new Error(
          `${UserId}: must become active within ${PATIENCE_MS / 1000} seconds, got ${user?.Status ?? "no user"}`,
        );
      }
      await sleep(this.pollMs);
    }
  }
}

/** Labels of each version of a secret. */
type Stages = Readonly<Record<string, readonly string[]>>;
