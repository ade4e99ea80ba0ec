import { EcrLifecyclePolicy } from "@cdktf/provider-aws/lib/ecr-lifecycle-policy";
import { EcrRegistryScanningConfiguration } from "@cdktf/provider-aws/lib/ecr-registry-scanning-configuration";
import { EcrReplicationConfiguration } from "@cdktf/provider-aws/lib/ecr-replication-configuration";
import { EcrRepository } from "@cdktf/provider-aws/lib/ecr-repository";
import { EcrRepositoryPolicy } from "@cdktf/provider-aws/lib/ecr-repository-policy";
import { KmsAlias } from "@cdktf/provider-aws/lib/kms-alias";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import type { TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import type { Arn } from "../foundation/contracts";
import { PROJECT, type Site } from "../foundation/names";
import { policyDocument } from "../foundation/policy-document";
import {
  type ImageRetention,
  lifecyclePolicy,
  registryKeyPolicy,
  repositoryName,
  repositoryPolicy,
  SCANNING,
} from "./registry-policies";
import { RegistryReplica } from "./registry-replica";

export interface RegistryProps {
  /** The shared account and the registry's region. */
  readonly site: Site;
  /** The only roles that may push images and their signatures. */
  readonly writers: readonly Arn[];
  /** Services that have a repository, `lms/<service>`. */
  readonly services: readonly string[];
  /** Accounts of the environments, which pull. */
  readonly pullAccounts: readonly string[];
  /** The region that every image is copied to, and the AWS provider of it. */
  readonly replica: { readonly region: string; readonly provider: TerraformProvider };
  /** Tags of the copies' repositories. */
  readonly tags: Readonly<Record<string, string>>;
  /** Images that each repository keeps; 100 by default. */
  readonly keepImages?: number;
}

/**
 * The images of the LMS: a repository for each service, whose tags never move and which only its writers write to,
 * encrypted with the registry's own key, scanned on push and ever after, and copied to a second region.
 */
export class Registry extends Construct {
  /** URL of each repository by the service's name. */
  readonly repositoryUrls: Readonly<Record<string, string>>;
  readonly replica: RegistryReplica;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: RegistryProps,
  ) {
    super(scope, id);
    const retention = { keepImages: props.keepImages ?? 100 };
    const key = this.createKey();
    new EcrRegistryScanningConfiguration(this, "scanning", SCANNING);
    this.replica = this.createReplica(key, retention);
    const replication = this.createReplication();
    this.repositoryUrls = Object.fromEntries(
      props.services.map((service) => {
        const repository = this.createRepository(service, key, retention, replication);
        return [service, repository.repositoryUrl];
      }),
    );
  }

  private createKey(): KmsKey {
    const { site } = this.props;
    const key = new KmsKey(this, "key", {
      description: "Container images",
      enableKeyRotation: true,
      rotationPeriodInDays: 365,
      deletionWindowInDays: 30,
      multiRegion: true,
      policy: policyDocument(registryKeyPolicy(site)),
    });
    new KmsAlias(this, "alias", { name: `alias/${site.prefix}-registry`, targetKeyId: key.keyId });
    return key;
  }

  private createReplica(key: KmsKey, retention: ImageRetention): RegistryReplica {
    const { site, replica, pullAccounts, tags } = this.props;
    return new RegistryReplica(this, "replica", { site, key, ...replica, pullAccounts, retention, tags });
  }

  private createReplication(): EcrReplicationConfiguration {
    const { site } = this.props;
    return new EcrReplicationConfiguration(this, "replication", {
      replicationConfiguration: {
        rule: [
          {
            destination: [{ region: this.replica.region, registryId: site.account }],
            repositoryFilter: [{ filter: `${PROJECT}/`, filterType: "PREFIX_MATCH" }],
          },
        ],
      },
      dependsOn: [this.replica.template],
    });
  }

  private createRepository(
    service: string,
    key: KmsKey,
    retention: ImageRetention,
    replication: EcrReplicationConfiguration,
  ): EcrRepository {
    const { writers, pullAccounts } = this.props;
    const repository = new EcrRepository(this, service, {
      name: repositoryName(service),
      imageTagMutability: "IMMUTABLE",
      imageScanningConfiguration: { scanOnPush: true },
      encryptionConfiguration: [{ encryptionType: "KMS", kmsKey: key.arn }],
      // Images pushed before the replication starts are never copied.
      dependsOn: [replication],
    });
    new EcrRepositoryPolicy(this, `${service}-access`, {
      repository: repository.name,
      policy: policyDocument(
        repositoryPolicy(
          pullAccounts,
          writers.map(({ arn }) => arn),
        ),
      ),
    });
    new EcrLifecyclePolicy(this, `${service}-lifecycle`, {
      repository: repository.name,
      policy: lifecyclePolicy(retention),
    });
    return repository;
  }
}
