import { Construct } from "constructs";
import type { DataProtection, Keys, Replica } from "../foundation/contracts";
import { roleArn, type Site, secretName } from "../foundation/names";
import { LMS_SERVICE_NAMES, LMS_SERVICES } from "../foundation/services";
import { PLATFORM_SECRETS } from "./platform-secret-table";
import { Secret } from "./secret";

export interface ApplicationSecretsProps {
  readonly site: Site;
  readonly keys: Pick<Keys, "data">;
  readonly dataProtection: DataProtection;
  readonly replica: "none" | Pick<Replica, "region" | "key">;
}

/** A secret to make, and who beside operator and administrators may read it. */
interface ApplicationSecret {
  readonly service: string;
  readonly secret: string;
  readonly description: string;
  readonly readers: readonly string[];
}

/**
 * The secrets of the LMS services and of the add-ons, `lms/<environment>/<service>/<secret>`, as `LMS_SERVICES` and
 * `PLATFORM_SECRETS` name them. Terraform makes them empty and never learns a value: people put it in with `aws
 * secretsmanager put-secret-value`. Only the service itself, the External Secrets Operator and administrators can read one.
 */
export class ApplicationSecrets extends Construct {
  /** ARN of each secret by `<service>/<secret>`. */
  readonly arns: Readonly<Record<string, string>>;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: ApplicationSecretsProps,
  ) {
    super(scope, id);
    this.arns = Object.fromEntries(
      [...ofServices(), ...ofAddons()].map((secret) => [
        `${secret.service}/${secret.secret}`,
        this.createSecret(secret).arn,
      ]),
    );
  }

  private createSecret({ service, secret, description, readers }: ApplicationSecret): Secret {
    const { site, keys, dataProtection, replica } = this.props;
    const roles = (...names: readonly string[]) => names.map((name) => roleArn(site, name));
    return new Secret(this, `${service}-${secret}`, {
      name: secretName(site, service, secret),
      description,
      key: keys.data,
      dataProtection,
      replica,
      readers: roles(...readers, "external-secrets", "admin"),
      writers: roles("admin", "deployer"),
    });
  }
}

function ofServices(): ApplicationSecret[] {
  return LMS_SERVICE_NAMES.flatMap((service) =>
    LMS_SERVICES[service].secrets.map((secret) => ({
      service,
      secret,
      description: `${secret} of the LMS service ${service}`,
      readers: [service],
    })),
  );
}

/** Add-ons have no role that reads secrets: they get theirs from the operator. */
function ofAddons(): ApplicationSecret[] {
  return Object.entries(PLATFORM_SECRETS).map(([secret, { service, description }]) => ({
    service,
    secret,
    description,
    readers: [],
  }));
}
