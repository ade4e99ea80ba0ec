import type { Construct } from "constructs";
import { EncryptionKeys } from "../../../modules/encryption/encryption-keys";
import { siteOf } from "../../../modules/foundation/names";
import { PrivateQueue, Queue, type QueueSettings } from "../../../modules/messaging/queue";
import { ServiceQueues } from "../../../modules/messaging/service-queues";
import { Root } from "../../../stacks/root";

export const ACCOUNT = {
  name: "test",
  account: "777777777777",
  region: "us-east-1",
  stateBucket: "lms-test-terraform-state-777777777777",
  owner: "owner",
  costCenter: "cost",
};

/** A root with a queue, one that a service of AWS sends to, and the queues of the LMS. */
export class TestRoot extends Root {
  constructor(scope: Construct, settings: QueueSettings) {
    super(scope, "test-messaging", ACCOUNT);
    const site = siteOf(ACCOUNT);
    const keys = new EncryptionKeys(this, "keys", { site, dataProtection: "disposable" });
    new Queue(this, "work", { keys, name: "lms-test-work", settings });
    const events = new PrivateQueue(this, "events", { keys, name: "lms-test-events", retentionDays: 14 });
    events.allow([
      {
        Sid: "SendByEvents",
        Effect: "Allow",
        Principal: { Service: "events.amazonaws.com" },
        Action: "sqs:SendMessage",
        Resource: events.arn,
      },
    ]);
    new ServiceQueues(this, "queues", { site, keys });
  }
}

export const work: QueueSettings = { retentionDays: 4, visibilityTimeoutSeconds: 180, maxReceives: 5 };

export const ref = (path: string) => `\${${path}}`;
