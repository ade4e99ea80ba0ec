import { Construct } from "constructs";
import type { DataProtection, Keys, OptionalProgram, Replica } from "../foundation/contracts";
import { roleArn, type Site, secretName } from "../foundation/names";
import { LMS_SERVICE_NAMES, LMS_SERVICES } from "../foundation/services";
import { Secret } from "./secret";

/** Secret of an add-on. */
interface PlatformSecret {
  /** Namespace of the add-on, and the middle of the name `lms/<environment>/<service>/<secret>`. */
  readonly service: "argocd" | "monitoring";
  /** Keys of its JSON object, all required. */
  readonly keys: readonly string[];
  readonly description: string;
}

/**
 * Secrets of the add-ons, by the last part of their name. People put the values in before the add-ons are first applied, as
 * a JSON object of these keys; a pod that needs one does not start without it.
 */
export const PLATFORM_SECRETS = {
  alertmanager: {
    service: "monitoring",
    keys: ["slack-url", "pagerduty-routing-key"],
    description: "Destinations of Alertmanager: Slack's incoming webhook and PagerDuty's routing key",
  },
  "grafana-admin": {
    service: "monitoring",
    keys: ["admin-user", "admin-password"],
    description: "Grafana's administrator",
  },
  notifications: {
    service: "argocd",
    keys: ["slack-token"],
    description: "Token of the Slack app that reports deployments",
  },
  repository: {
    service: "argocd",
    keys: ["username", "password"],
    description: "Credentials of the Git repository that Argo CD deploys from",
  },
  "sign-on": {
    service: "argocd",
    keys: ["client-secret"],
    description: "Client secret of Argo CD at the OpenID Connect provider",
  },
} as const satisfies Record<string, PlatformSecret>;

/** Last part of the name of a platform secret. */
export type PlatformSecretName = keyof typeof PLATFORM_SECRETS;

export interface ApplicationSecretsProps {
  readonly site: Site;
  readonly keys: Pick<Keys, "data">;
  readonly dataProtection: DataProtection;
  readonly replica: "none" | Pick<Replica, "region" | "key">;
  /** Programs that the cluster lacks, which then have no secrets; none by default. */
  readonly lacks?: readonly OptionalProgram[];
  /** Other sites of the environment whose pods read the replicas; none by default. */
  readonly otherSites?: readonly Pick<Site, "account" | "prefix">[];
}

/** Secret to create, with its readers in addition to the External Secrets Operator and administrators. */
interface ApplicationSecret {
  readonly service: string;
  readonly secret: string;
  readonly description: string;
  readonly readers: readonly string[];
}

/**
 * Secrets of the LMS services and of the add-ons, `lms/<environment>/<service>/<secret>`, as `LMS_SERVICES` and
 * `PLATFORM_SECRETS` name them. Terraform creates them empty and never sees a value: people put it in with `aws
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
      [...serviceSecrets(), ...addonSecrets(props.lacks ?? [])].map((secret) => [
        `${secret.service}/${secret.secret}`,
        this.createSecret(secret).arn,
      ]),
    );
  }

  private createSecret({ service, secret, description, readers }: ApplicationSecret): Secret {
    const { site, keys, dataProtection, replica, otherSites = [] } = this.props;
    const roles = (...names: readonly string[]) => names.map((name) => roleArn(site, name));
    const pods = [...readers, "external-secrets"];
    return new Secret(this, `${service}-${secret}`, {
      name: secretName(site, service, secret),
      description,
      key: keys.data,
      dataProtection,
      replica,
      readers: [...roles(...pods, "admin"), ...otherSites.flatMap((other) => pods.map((name) => roleArn(other, name)))],
      writers: roles("admin", "deployer"),
    });
  }
}

function serviceSecrets(): ApplicationSecret[] {
  return LMS_SERVICE_NAMES.flatMap((service) =>
    LMS_SERVICES[service].secrets.map((secret) => ({
      service,
      secret,
      description: `${secret} of the LMS service ${service}`,
      readers: [service],
    })),
  );
}

/** Secrets of the add-ons. The External Secrets Operator reads them for the add-ons, which have no role that could. */
function addonSecrets(lacks: readonly OptionalProgram[]): ApplicationSecret[] {
  return Object.entries(PLATFORM_SECRETS)
    .filter(([, { service }]) => !(service === "monitoring" && lacks.includes("metrics")))
    .map(([secret, { service, description }]) => ({ service, secret, description, readers: [] }));
}
