import type { PipelineTrust } from "../modules/iam";
import type { AccountSettings } from "./environment";

/** Account that the environments share, with the registry of their images. */
export interface SharedSettings extends AccountSettings {
  /** The region that images are copied to, so that a lost region does not take them along. */
  readonly replicaRegion: string;
  /** The pipeline that builds images and pushes them. */
  readonly imagePublisher: PipelineTrust;
}

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
