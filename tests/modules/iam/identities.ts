import { siteOf } from "../../../modules/foundation/names";
import type { PolicyStatement } from "../../../modules/foundation/policy-document";
import type { StoreUse } from "../../../modules/foundation/store-uses";
import { POD_IDENTITIES, POD_IDENTITY_NAMES } from "../../../modules/iam/pod-identity-table";
import { deployData } from "../../../modules/iam/policies/deploy-data";
import { deployIdentities } from "../../../modules/iam/policies/deploy-identities";
import { deployServices } from "../../../modules/iam/policies/deploy-services";
import { developer } from "../../../modules/iam/policies/developer";
import { imageWriter } from "../../../modules/iam/policies/image-writer";
import { permissionsBoundary } from "../../../modules/iam/policies/permissions-boundary";
import { readPlatform } from "../../../modules/iam/policies/read-platform";
import { applyState, planState } from "../../../modules/iam/policies/state";

/** An environment whose data is kept, with copies in a second region. */
export const PROD = {
  ...siteOf({ name: "prod", account: "333333333333", region: "us-east-1" }),
  stateBucket: "lms-prod-terraform-state-333333333333",
  dataProtection: "retained",
  recovery: { region: "eu-west-1" },
  registryRegion: "us-east-1",
} as const;

/** A repository of the shared account. */
export const REPOSITORY = "arn:aws:ecr:us-east-1:555555555555:repository/lms/web";

const CLUSTER = {
  site: PROD,
  clusterName: "lms-prod",
  dataKeyArn: "arn:aws:kms:us-east-1:333333333333:key/data",
  logsKeyArn: "arn:aws:kms:us-east-1:333333333333:key/logs",
  messagesKeyArn: "arn:aws:kms:us-east-1:333333333333:key/messages",
  tokenStoreOf: (use: StoreUse) => use,
  hostedZoneArn: "arn:aws:route53:::hostedzone/Z1",
};

/** Everyone who has rights in AWS but the administrators, each with all of its statements. */
export const IDENTITIES: Readonly<Record<string, readonly PolicyStatement[]>> = {
  readonly: readPlatform(PROD),
  developer: [...readPlatform(PROD), ...developer(PROD)],
  planner: [...readPlatform(PROD), ...planState(PROD)],
  deployer: [
    ...readPlatform(PROD),
    ...applyState(PROD),
    ...deployServices(PROD),
    ...deployData(PROD),
    ...deployIdentities(PROD),
  ],
  "image-publisher": imageWriter([REPOSITORY]),
  "image-signer": imageWriter([REPOSITORY]),
  ...Object.fromEntries(POD_IDENTITY_NAMES.map((name) => [name, POD_IDENTITIES[name].statements(CLUSTER)])),
};

/** Bounds of the deployer and of what it makes, each on an identity that other policies allow everything. */
export const BOUNDS: Readonly<Record<string, readonly PolicyStatement[]>> = {
  "deployer given everything": [
    { Sid: "Everything", Effect: "Allow", Action: "*", Resource: "*" },
    ...(IDENTITIES.deployer ?? []).filter(({ Effect }) => Effect === "Deny"),
  ],
  "role made by the deployer": permissionsBoundary(PROD),
};
