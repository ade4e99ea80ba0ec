import { EcrRegistryScanningConfiguration } from "@cdktf/provider-aws/lib/ecr-registry-scanning-configuration";
import { EcrRepositoryCreationTemplate } from "@cdktf/provider-aws/lib/ecr-repository-creation-template";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import type { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { KmsReplicaKey } from "@cdktf/provider-aws/lib/kms-replica-key";
import type { TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import { PROJECT, roleName, type Site } from "../foundation/names";
import { policyDocument } from "../foundation/policy-document";
import {
  type ImageRetention,
  lifecyclePolicy,
  registryKeyPolicy,
  replicationRights,
  replicationTrust,
  repositoryPolicy,
  SCANNING,
} from "./registry-policies";

export interface RegistryReplicaProps {
  /** The shared account and the registry's own region. */
  readonly site: Site;
  /** The multi-Region key of the registry. */
  readonly key: KmsKey;
  /** The region of the copies. */
  readonly region: string;
  /** The AWS provider of that region. */
  readonly provider: TerraformProvider;
  /** Accounts of the environments. */
  readonly pullAccounts: readonly string[];
  readonly retention: ImageRetention;
  /** Tags of the repositories that ECR makes; the provider's default tags do not reach them. */
  readonly tags: Readonly<Record<string, string>>;
}

/**
 * The registry's other region. Replication copies images only, and without a template ECR makes their repositories
 * mutable, with its own key and open to no other account: this is the template that makes them like the originals, and
 * the continuous scan of that region. Must exist before the replication starts; it does not change repositories that do.
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-creation-templates.html
 */
export class RegistryReplica extends Construct {
  readonly region: string;
  readonly template: EcrRepositoryCreationTemplate;
  /** The role with which ECR makes the copies. */
  readonly role: IamRole;
  /** Its inline policy. */
  readonly policy: IamRolePolicy;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: RegistryReplicaProps,
  ) {
    super(scope, id);
    const { site, region, provider } = props;
    this.region = region;
    const key = new KmsReplicaKey(this, "key", {
      provider,
      primaryKeyArn: props.key.arn,
      description: "Container images",
      deletionWindowInDays: 30,
      policy: policyDocument(registryKeyPolicy({ account: site.account, region })),
    });
    this.role = new IamRole(this, "role", {
      name: roleName(this.node.path, site, "ecr-replication"),
      description: "ECR makes the copies of repositories",
      assumeRolePolicy: policyDocument(replicationTrust()),
    });
    this.policy = new IamRolePolicy(this, "policy", {
      name: "ecr-replication",
      role: this.role.name,
      policy: policyDocument(replicationRights({ account: site.account, region }, key.arn)),
    });
    this.template = this.createTemplate(key);
    new EcrRegistryScanningConfiguration(this, "scanning", { provider, ...SCANNING });
  }

  private createTemplate(key: KmsReplicaKey): EcrRepositoryCreationTemplate {
    const { provider, pullAccounts, retention, tags } = this.props;
    return new EcrRepositoryCreationTemplate(this, "template", {
      provider,
      prefix: PROJECT,
      description: "Copies of the platform's images",
      appliedFor: ["REPLICATION"],
      imageTagMutability: "IMMUTABLE",
      encryptionConfiguration: [{ encryptionType: "KMS", kmsKey: key.arn }],
      customRoleArn: this.role.arn,
      repositoryPolicy: policyDocument(repositoryPolicy(pullAccounts, [])),
      lifecyclePolicy: lifecyclePolicy(retention),
      resourceTags: { ...tags },
      dependsOn: [this.policy],
    });
  }
}
