import { SecretsmanagerSecretVersion } from "@cdktf/provider-aws/lib/secretsmanager-secret-version";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { DataProtection, Keys, Replica } from "../foundation/contracts";
import { roleArn, type Site, secretName } from "../foundation/names";
import { EphemeralPassword, Secret } from "../secrets";

export interface MasterPasswordProps {
  readonly site: Site;
  readonly keys: Pick<Keys, "data">;
  readonly username: string;
  /** Number of the password: a change, and nothing else, makes Terraform set a new one. */
  readonly version: number;
  readonly dataProtection: DataProtection;
  readonly replica: Pick<Replica, "region" | "key">;
}

/**
 * The master password of a global database, which RDS cannot manage as it does for other clusters: random, passed to the
 * writer and to Secrets Manager in one apply, and stored nowhere else. Only administrators can read it.
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/rds-secrets-manager.html#rds-secrets-manager-limitations
 */
export class MasterPassword extends Construct {
  /** Secret with `{"username": ..., "password": ...}`. */
  readonly secret: Secret;
  /** Arguments of the writer's cluster. */
  readonly writerArguments: { readonly masterPasswordWo: string; readonly masterPasswordWoVersion: number };
  private readonly password: EphemeralPassword;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: MasterPasswordProps,
  ) {
    super(scope, id);
    const { site, keys, version, dataProtection, replica } = props;
    this.password = new EphemeralPassword(this, "value");
    this.writerArguments = { masterPasswordWo: this.password.reference, masterPasswordWoVersion: version };
    this.secret = new Secret(this, "secret", {
      name: secretName(site, "database", "master"),
      description: "Master user of the Aurora database",
      key: keys.data,
      dataProtection,
      replica,
      readers: [roleArn(site, "admin")],
      writers: [roleArn(site, "admin"), roleArn(site, "deployer")],
    });
  }

  /**
   * Writes the password into the secret after the database has taken it, so that the secret never has one that the database
   * refused. If this step fails, the secret has the old password, and a higher version sets a new one in both places.
   */
  storeAfter(writer: ITerraformDependable): void {
    const { username, version } = this.props;
    new SecretsmanagerSecretVersion(this, "stored", {
      secretId: this.secret.id,
      secretStringWo: JSON.stringify({ username, password: this.password.reference }),
      secretStringWoVersion: version,
      dependsOn: [writer],
    });
  }
}
