import { REGION } from "../modules/foundation/formats";
import { group, type SettingsOf, text } from "../modules/foundation/schema";
import { pipelineIdentity } from "../modules/iam";
import { accountEntries } from "./environment";

/** Schema of the account that the environments share, with the registry of their images. */
export const sharedSchema = group({
  ...accountEntries,
  /** The region that images are copied to, so that a lost region does not take them along. */
  replicaRegion: text(REGION),
  /** The pipeline that builds images and pushes them. */
  imagePublisher: pipelineIdentity,
});

/** Account that the environments share, with the registry of their images. */
export interface SharedSettings extends SettingsOf<typeof sharedSchema> {}

/** The shared account. */
export const shared = {
  name: "shared",
  account: "444444444444",
  region: "us-east-1",
  stateBucket: "lms-shared-terraform-state-444444444444",
  owner: "lms-platform-team",
  costCenter: "lms-shared",
  replicaRegion: "eu-west-1",
  imagePublisher: {
    kind: "external-id",
    principal: "arn:aws:iam::444444444444:role/jenkins-builder",
    externalId: "lms-image-publisher",
  },
} as const satisfies SharedSettings;
