import type { ElasticacheUser } from "@cdktf/provider-aws/lib/elasticache-user";
import { LambdaPermission } from "@cdktf/provider-aws/lib/lambda-permission";
import { SecretsmanagerSecretRotation } from "@cdktf/provider-aws/lib/secretsmanager-secret-rotation";
import { SecretsmanagerSecretVersion } from "@cdktf/provider-aws/lib/secretsmanager-secret-version";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { Arn, Keys } from "../foundation/contracts";
import { roleArn, type Site } from "../foundation/names";
import type { PolicyStatement } from "../foundation/policy-document";
import { PASSWORD_FUNCTION, type StoreUse, storeSecret } from "../foundation/store-uses";
import { TypescriptFunction } from "../lambda";
import { EphemeralPassword, Secret } from "../secrets";

/** Store whose user logs in with a password. */
export interface PasswordStore {
  readonly use: StoreUse;
  readonly user: ElasticacheUser;
  /** Resource that must be there before the user can take a password. */
  readonly ready: ITerraformDependable;
}

export interface StorePasswordsProps {
  readonly keys: Pick<Keys, "data" | "logs" | "messages">;
  readonly stores: readonly PasswordStore[];
  readonly site: Site;
  /** Site whose administrators and deployer look after the passwords. */
  readonly accessSite: Pick<Site, "account" | "prefix">;
  readonly logRetentionDays: number;
}

const ROTATION_DAYS = 30;

/** Time for a user to take a password, twice: before a change and after it. */
const TIMEOUT_SECONDS = 600;

/**
 * Passwords of stores: a secret for each, `lms/<environment>/redis/<use>`, and the function that Secrets Manager has rotate
 * it every month. A user keeps the password before, so what a pod has read stays good for a month more. No plan and no state
 * has a value. The External Secrets Operator reads them for pods.
 * @see https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/User-Secrets-Manager.html
 */
export class StorePasswords extends Construct {
  readonly function: TypescriptFunction;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: StorePasswordsProps,
  ) {
    super(scope, id);
    const secrets = props.stores.map((store) => ({ store, secret: this.createSecret(store.use) }));
    this.function = this.createFunction(secrets.map(({ secret }) => secret));
    const permission = this.letSecretsManagerInvoke();
    for (const { store, secret } of secrets) this.rotate(store, secret, permission);
  }

  private createSecret(use: StoreUse): Secret {
    const { keys, site, accessSite } = this.props;
    const [admin, deployer] = [roleArn(accessSite, "admin"), roleArn(accessSite, "deployer")];
    const rotation = roleArn(site, PASSWORD_FUNCTION);
    return new Secret(this, `${use}-secret`, {
      name: storeSecret(site, use),
      description: `Login to the Redis store ${use} with a password`,
      key: keys.data,
      // A password is made anew at any time, and its name must be free when it is.
      dataProtection: "disposable",
      replica: "none",
      readers: [roleArn(site, "external-secrets"), admin, rotation],
      writers: [admin, deployer, rotation],
    });
  }

  private createFunction(secrets: readonly Arn[]): TypescriptFunction {
    const { keys, site, logRetentionDays } = this.props;
    return new TypescriptFunction(this, "rotate", {
      keys,
      name: PASSWORD_FUNCTION,
      description: "Rotates the passwords of Redis",
      source: "functions/redis-passwords/rotate.ts",
      invocation: { by: "rotation" },
      statements: this.rotationStatements(secrets),
      variables: {},
      site,
      settings: { timeoutSeconds: TIMEOUT_SECONDS, memoryMib: 256, reservedConcurrency: 2 },
      logRetentionDays,
    });
  }

  private rotationStatements(secrets: readonly Arn[]): PolicyStatement[] {
    const { keys, site, stores } = this.props;
    return [
      {
        Sid: "RotateSecrets",
        Effect: "Allow",
        Action: [
          "secretsmanager:DescribeSecret",
          "secretsmanager:GetSecretValue",
          "secretsmanager:PutSecretValue",
          "secretsmanager:UpdateSecretVersionStage",
        ],
        Resource: secrets.map(({ arn }) => arn),
      },
      { Sid: "MakePasswords", Effect: "Allow", Action: ["secretsmanager:GetRandomPassword"], Resource: "*" },
      {
        Sid: "EncryptSecrets",
        Effect: "Allow",
        Action: ["kms:Decrypt", "kms:GenerateDataKey"],
        Resource: keys.data.arn,
        Condition: { StringEquals: { "kms:ViaService": `secretsmanager.${site.region}.amazonaws.com` } },
      },
      {
        Sid: "SetPasswords",
        Effect: "Allow",
        Action: ["elasticache:DescribeUsers", "elasticache:ModifyUser"],
        Resource: stores.map(({ user }) => user.arn),
      },
    ];
  }

  /** @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotating-secrets-required-permissions-function.html */
  private letSecretsManagerInvoke(): LambdaPermission {
    return new LambdaPermission(this, "rotation-invokes", {
      functionName: this.function.function.functionName,
      action: "lambda:InvokeFunction",
      principal: "secretsmanager.amazonaws.com",
      sourceAccount: this.props.site.account,
    });
  }

  /** Fills a secret with a password that no user has, and has it rotated at once, which gives the user its first. */
  private rotate({ use, user, ready }: PasswordStore, secret: Secret, permission: LambdaPermission): void {
    const password = new EphemeralPassword(this, `${use}-first`);
    const first = new SecretsmanagerSecretVersion(this, `${use}-first-version`, {
      secretId: secret.id,
      secretStringWo: JSON.stringify({ username: user.userName, password: password.reference }),
      secretStringWoVersion: 1,
      // A version without a label is deleted after a while, and Terraform would put another in place of the current one.
      versionStages: ["AWSCURRENT", "first"],
      lifecycle: { ignoreChanges: ["version_stages"] },
    });
    new SecretsmanagerSecretRotation(this, `${use}-rotation`, {
      secretId: secret.id,
      rotationLambdaArn: this.function.function.arn,
      rotationRules: { automaticallyAfterDays: ROTATION_DAYS },
      dependsOn: [first, ready, permission],
    });
  }
}
