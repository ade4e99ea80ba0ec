import { Construct } from "constructs";
import { LMS_SERVICE_NAMES, LMS_SERVICES } from "../iam/lms-services";
import { type EnvironmentIdentity, roleArn, secretName } from "../iam/names";
import { Secret, type SecretReplica } from "./secret";

export interface ApplicationSecretsProps {
  readonly environment: EnvironmentIdentity;
  readonly keys: { readonly data: { readonly arn: string } };
  readonly dataProtection: "disposable" | "retained";
  readonly replica: "none" | SecretReplica;
}

/**
 * The secrets of the LMS services, `lms/<environment>/<service>/<secret>`, as `LMS_SERVICES` names them. Terraform makes
 * them empty and never learns a value: people put it in with `aws secretsmanager put-secret-value`. Only the service
 * itself, the External Secrets Operator and administrators can read one.
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
      LMS_SERVICE_NAMES.flatMap((service) =>
        LMS_SERVICES[service].secrets.map((secret) => [`${service}/${secret}`, this.createSecret(service, secret).arn]),
      ),
    );
  }

  private createSecret(service: string, secret: string): Secret {
    const { environment, keys, dataProtection, replica } = this.props;
    const roles = (...names: readonly string[]) => names.map((name) => roleArn(environment, name));
    return new Secret(this, `${service}-${secret}`, {
      name: secretName(environment, service, secret),
      description: `${secret} of the LMS service ${service}`,
      key: keys.data,
      dataProtection,
      replica,
      readers: roles(service, "external-secrets", "admin"),
      writers: roles("admin", "deployer"),
    });
  }
}
