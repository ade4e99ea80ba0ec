import type { Construct } from "constructs";
import { AlertTopics } from "../../../modules/alerting/alert-topics";
import { EncryptionKeys } from "../../../modules/encryption/encryption-keys";
import { siteOf } from "../../../modules/foundation/names";
import { ServiceQueues } from "../../../modules/messaging/service-queues";
import { Storage } from "../../../modules/s3-cloudfront/storage";
import { VideoProcessing } from "../../../modules/video-processing/video-processing";
import type { VideoSettings } from "../../../modules/video-processing/video-settings";
import { Root } from "../../../stacks/root";
import { type SynthesizedRoot, synthesizeRoots } from "../../support/synthesized";

const ACCOUNT = {
  name: "test",
  account: "777777777777",
  region: "us-east-1",
  stateBucket: "lms-test-terraform-state-777777777777",
  owner: "owner",
  costCenter: "cost",
};

/** A root with the buckets, topics and queues of an environment, and its video processing. */
export class TestRoot extends Root {
  constructor(scope: Construct, settings: VideoSettings) {
    super(scope, "test-video", ACCOUNT);
    const site = siteOf(ACCOUNT);
    const dataProtection = "disposable";
    const logRetentionDays = 7;
    const keys = new EncryptionKeys(this, "keys", { site, dataProtection });
    const storage = new Storage(this, "storage", {
      keys,
      site,
      settings: { learnerDataRegions: [], oldVersionDays: 7, backupFileRetentionDays: 7 },
      dataProtection,
      logRetentionDays,
      uploadOrigins: ["https://lms.example.com"],
      replica: "none",
    });
    const video = new VideoProcessing(this, "video", {
      keys,
      media: storage.media,
      uploadBuckets: [storage.media.name, "lms-test-media-777777777777-eu-west-1"],
      site,
      settings,
      logRetentionDays,
      alerts: new AlertTopics(this, "alerts", { site, keys }),
      transcoded: new ServiceQueues(this, "queues", { site, keys }).byName["media/transcoded"].queue,
    });
    const { submit, record, sweep, reportOrphans } = video.functions;
    this.publish("watched", "What alarms and dashboards need", {
      functions: [submit, record, sweep, reportOrphans].map(({ function: { functionName } }) => functionName),
      uploads: [video.uploads.queue.name, video.uploads.deadLetters.name],
      failures: video.failures.name,
      scheduleGroup: video.scheduleGroup.name,
      transcodingQueue: video.transcoder.queue.arn,
    });
  }
}

export const settings: VideoSettings = {
  sourceClass: "full-hd",
  ladder: ["1080p", "360p"],
  maxUploadGib: 10,
  concurrentSubmissions: 5,
  timeZone: "America/New_York",
};

let synthesized: SynthesizedRoot | undefined;

/** The root with `settings`, synthesized once. */
export function root(): SynthesizedRoot {
  synthesized ??= synthesizeRoots([(app) => new TestRoot(app, settings)]).get("test-video");
  if (synthesized === undefined) throw new Error("no root");
  return synthesized;
}

export const ref = (path: string) => `\${${path}}`;
