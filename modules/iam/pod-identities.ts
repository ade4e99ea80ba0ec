import { EksPodIdentityAssociation } from "@cdktf/provider-aws/lib/eks-pod-identity-association";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { Construct } from "constructs";
import type { Arn, Keys, OptionalProgram } from "../foundation/contracts";
import { type BucketPurpose, roleName, type Site } from "../foundation/names";
import { type PolicyStatement, policyDocument } from "../foundation/policy-document";
import type { StoreUse } from "../foundation/store-uses";
import { POD_IDENTITIES, POD_IDENTITY_NAMES, type PodIdentity, type PodIdentityName } from "./pod-identity-table";
import type { ClusterScope } from "./policies/scope";
import { podIdentityTrust } from "./trust";

export interface PodIdentitiesProps {
  readonly site: Site;
  /** The cluster; where its metrics are `none`, the agent that would write them to CloudWatch has no identity. */
  readonly cluster: { readonly clusterName: string; readonly clusterArn: string; readonly metrics: "none" | object };
  /** Keys of the data at rest (volumes, buckets, secrets), of logs and traces, and of queues. */
  readonly keys: Pick<Keys, "data" | "logs" | "messages">;
  /** Name of the bucket of a purpose; that of the site by default. */
  readonly bucketNameOf?: (purpose: BucketPurpose) => string;
  /** The zone that cert-manager and ExternalDNS write to. With `none` neither has an identity. */
  readonly zone: Arn | "none";
  /** Redis store whose token pods sign for a use; `none` where they sign none. */
  readonly tokenStoreOf: (use: StoreUse) => StoreUse | "none";
  /** Programs that the cluster lacks, which then have no identity; none by default. */
  readonly lacks?: readonly OptionalProgram[];
  /** The most that any of the roles can ever be given. */
  readonly boundary: Arn;
}

/**
 * A role for each entry of `POD_IDENTITIES`, which only the pods of that service account can assume, and its association
 * with the cluster. Pods get credentials when they start, so what runs in the cluster must come after `associations`.
 * The policies are inline: no one can attach them to anything else, and the largest (the load balancer controller's)
 * is over the 6,144 characters of a managed policy; inline takes 10,240.
 * @see https://docs.aws.amazon.com/eks/latest/userguide/pod-identities.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export class PodIdentities extends Construct {
  /** ARN of each role by its name in `POD_IDENTITIES`. */
  readonly roleArns: Readonly<Record<string, string>>;
  /** Id of each inline policy, `<role>:<policy>`, by its name in `POD_IDENTITIES`. */
  readonly policies: Readonly<Record<string, string>>;
  /** What the cluster's add-ons and workloads must wait for. */
  readonly associations: readonly EksPodIdentityAssociation[];

  constructor(
    scope: Construct,
    id: string,
    private readonly props: PodIdentitiesProps,
  ) {
    super(scope, id);
    const identities = POD_IDENTITY_NAMES.flatMap((name) => {
      const statements = this.statementsOf(POD_IDENTITIES[name]);
      return statements === undefined ? [] : [{ name, ...this.createIdentity(name, statements) }];
    });
    this.roleArns = Object.fromEntries(identities.map(({ name, role }) => [name, role.arn]));
    this.policies = Object.fromEntries(identities.map(({ name, policy }) => [name, policy.id]));
    this.associations = identities.map(({ association }) => association);
  }

  private statementsOf(identity: PodIdentity): PolicyStatement[] | undefined {
    const { site, cluster, keys, bucketNameOf, zone, tokenStoreOf, lacks = [] } = this.props;
    const scope: ClusterScope = {
      site,
      clusterName: cluster.clusterName,
      bucketNameOf,
      dataKeyArn: keys.data.arn,
      logsKeyArn: keys.logs.arn,
      messagesKeyArn: keys.messages.arn,
      tokenStoreOf,
      lacks,
    };
    if (lacks.some((program) => program === identity.needs)) return undefined;
    if (identity.needs === "container-insights") {
      return cluster.metrics === "none" ? undefined : identity.statements(scope);
    }
    if (identity.needs !== "zone") return identity.statements(scope);
    return zone === "none" ? undefined : identity.statements({ ...scope, hostedZoneArn: zone.arn });
  }

  private createIdentity(name: PodIdentityName, statements: PolicyStatement[]) {
    const { site, cluster, boundary } = this.props;
    const { namespace, serviceAccount, description } = POD_IDENTITIES[name];
    const identity = new Construct(this, name);
    const role = new IamRole(identity, "role", {
      name: roleName(this.node.path, site, name),
      description,
      assumeRolePolicy: policyDocument(podIdentityTrust({ clusterArn: cluster.clusterArn, namespace, serviceAccount })),
      permissionsBoundary: boundary.arn,
    });
    const policy = new IamRolePolicy(identity, "policy", {
      name,
      role: role.name,
      policy: policyDocument(statements),
    });
    const association = new EksPodIdentityAssociation(identity, "association", {
      clusterName: cluster.clusterName,
      namespace,
      serviceAccount,
      roleArn: role.arn,
      // A pod that starts between the two would have a role without rights.
      dependsOn: [policy],
    });
    return { role, policy, association };
  }
}
