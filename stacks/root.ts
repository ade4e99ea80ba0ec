import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { S3Backend, type S3BackendConfig, TerraformElement, TerraformOutput, TerraformStack } from "cdktf";
import type { Construct, IConstruct } from "constructs";
import { type AccountSettings, defaultTags, type Environment } from "../environments/environment";
import { addressOf } from "./address";
import { configurationOf } from "./cdktf-configuration";
import { configurationProblems, type TerraformConfiguration } from "./guardrails";
import type { RequiredProviders } from "./provider-locks";
import { residencyProblems } from "./residency";

/**
 * The AWS provider versions that a root may run with. The bindings are made from 6.x; the platform uses only
 * arguments that 5.100.0 knows too, so a team can move to 6.x when it chooses.
 */
const AWS_PROVIDER_VERSIONS = ">= 5.100.0, < 7.0.0";

/** Description and value of an output. */
export type Output = readonly [description: string, value: unknown];

/**
 * A Terraform root: one configuration, one state, one plan. Brings the S3 backend, the AWS provider that is held to
 * its account, and readable addresses: a construct at `network/private-app-us-east-1a` is
 * `aws_subnet.network_private_app_us_east_1a`. Two constructs with one address are an error at synth.
 * Attach aspects to a root; on the app cdktf ignores them silently, so `synthesize` refuses them there.
 */
export abstract class Root extends TerraformStack {
  private found: readonly string[] = [];
  private required: RequiredProviders = {};

  /** @param id the root's name, `<environment>-<part>`: the folder in cdktf.out and the key of its state */
  constructor(
    scope: Construct,
    id: string,
    readonly settings: AccountSettings & Partial<Pick<Environment, "storage">>,
  ) {
    super(scope, id);
    const { account, region, stateBucket } = settings;
    // `encrypt` stays unset on purpose: without the id of a key, which no one knows before the bootstrap, it makes
    // Terraform ask for SSE-S3. The bucket encrypts every object with its own KMS key and refuses anything else.
    const backend: S3BackendConfig & { useLockfile: boolean } = {
      bucket: stateBucket,
      key: `${id}/terraform.tfstate`,
      region,
      useLockfile: true,
      allowedAccountIds: [account],
    };
    new S3Backend(this, backend);
    this.addProvider("aws", region);
    this.addOverride("terraform.required_providers.aws.version", AWS_PROVIDER_VERSIONS);
    this.addOverride("terraform.required_version", ">= 1.11.0");
    this.node.addValidation({ validate: () => this.duplicateAddresses() });
  }

  /** The AWS provider of one more region, for the same account and with the same tags. */
  protected providerIn<Region extends string>(
    region: Region,
    alias: string,
  ): AwsProvider & { readonly region: Region } {
    return this.addProvider(`aws-${alias}`, region, alias) as AwsProvider & { readonly region: Region };
  }

  private addProvider(id: string, region: string, alias?: string): AwsProvider {
    return new AwsProvider(this, id, {
      ...(alias === undefined ? {} : { alias }),
      region,
      allowedAccountIds: [this.settings.account],
      defaultTags: [{ tags: defaultTags(this.settings, this.node.id) }],
    });
  }

  /** Makes a value an output of the root. Outputs are its interface: other roots, people and pipelines read them by name. */
  protected publish(name: string, description: string, value: unknown): void {
    new TerraformOutput(this, name, { description, value });
  }

  /** `publish` for many. */
  protected publishAll(outputs: Readonly<Record<string, Output>>): void {
    for (const [name, [description, value]] of Object.entries(outputs)) this.publish(name, description, value);
  }

  /** The roots that must be deployed before this one, by name: `cdktf deploy` applies those side by side that need not wait. */
  get after(): readonly string[] {
    return [];
  }

  /** Problems of the configuration that the last synth wrote, see `configurationProblems`. */
  get problems(): readonly string[] {
    return this.found;
  }

  /** The providers that the last synth required. */
  get requiredProviders(): RequiredProviders {
    return this.required;
  }

  /**
   * Here cdktf would resolve everything once more, a quarter of a synth's time, to find references to other stacks and
   * whether there is a backend. A root has one, and is alone in its app.
   */
  override prepareStack(): void {}

  override toTerraform(): TerraformConfiguration {
    const configuration = configurationOf(this);
    this.found = [...configurationProblems(configuration), ...residencyProblems(configuration, this.settings)];
    this.required = configuration.terraform?.required_providers ?? {};
    return configuration;
  }

  /** The construct path below the root as one Terraform name, without cdktf's hash. */
  protected override allocateLogicalId(element: TerraformElement | IConstruct["node"]): string {
    const node = TerraformElement.isTerraformElement(element) ? element.node : (element as IConstruct["node"]);
    return node.scopes
      .slice(node.scopes.indexOf(this) + 1)
      .map((scope) => scope.node.id)
      .join("_")
      .replace(/[^A-Za-z0-9_]/g, "_");
  }

  private duplicateAddresses(): string[] {
    const elements = new Map<string, TerraformElement[]>();
    for (const element of this.node.findAll()) {
      const address = TerraformElement.isTerraformElement(element) ? addressOf(element) : undefined;
      if (address === undefined) continue;
      const known = elements.get(address);
      if (known === undefined) elements.set(address, [element as TerraformElement]);
      else known.push(element as TerraformElement);
    }
    return [...elements]
      .filter(([, constructs]) => constructs.length > 1)
      .map(([address, constructs]) => {
        const paths = constructs.map(({ node }) => node.path).join(" and ");
        return `Terraform address ${address}: must belong to one construct, got ${paths}; rename one`;
      });
  }
}
