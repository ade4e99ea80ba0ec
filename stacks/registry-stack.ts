import { Aspects } from "cdktf";
import type { Construct } from "constructs";
import { type AccountSettings, defaultTags } from "../environments/environment";
import type { SharedSettings } from "../environments/shared";
import { ImageSigningKey, Registry, repositoryArn } from "../modules/ecr";
import { KeepIrreplaceable } from "../modules/foundation/irreplaceable";
import { siteOf } from "../modules/foundation/names";
import { LMS_SERVICE_NAMES } from "../modules/foundation/services";
import { ImagePublisher, type PipelineTrust } from "../modules/iam";
import { Root } from "./root";

/**
 * The root of the image registry. An environment is given pull by being in the list.
 * @param signer the pipeline that signs images; `none` makes neither its role nor the key
 */
export class RegistryStack extends Root {
  constructor(
    scope: Construct,
    shared: SharedSettings,
    signer: PipelineTrust | "none",
    environments: readonly Pick<AccountSettings, "account">[],
  ) {
    super(scope, `${shared.name}-registry`, shared);
    Aspects.of(this).add(new KeepIrreplaceable());
    const tags = defaultTags(shared, this.node.id);
    const replicaProvider = this.providerIn(shared.replicaRegion, "replica");

    const accounts = environments.map(({ account }) => account);

    const publisher = new ImagePublisher(this, "publisher", {
      site: siteOf(shared),
      trust: shared.imagePublisher,
      signer,
      repositoryArns: LMS_SERVICE_NAMES.map((service) => repositoryArn(shared, service)),
    });
    const registry = new Registry(this, "registry", {
      site: siteOf(shared),
      writers: [publisher.role, ...(publisher.signer === undefined ? [] : [publisher.signer])],
      services: LMS_SERVICE_NAMES,
      pullAccounts: accounts,
      replica: { region: shared.replicaRegion, provider: replicaProvider },
      tags,
    });

    if (publisher.signer !== undefined) {
      new ImageSigningKey(this, "signing-key", {
        site: siteOf(shared),
        signer: publisher.signer,
        verifyingAccounts: [shared.account, ...accounts],
      });
    }

    this.publish("repository_urls", "Where the images are, by service", registry.repositoryUrls);
    this.publish("role_arns", "Roles of the registry", {
      ...publisher.roleArns,
      "ecr-replication": registry.replica.role.arn,
    });
    this.publish("policies", "Policies of those roles", {
      ...publisher.policies,
      "ecr-replication": registry.replica.policy.id,
    });
  }
}
