import type { QueueSettings } from "./queue";

/** @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-queues.html */
const LONGEST_NAME = 80 - "-dead-letters".length;

/** The range of each setting, and why it ends there. */
const RANGES: Readonly<Record<keyof QueueSettings, readonly [least: number, most: number, remedy: string]>> = {
  // A dead letter's age counts from when it was first sent, so its queue must keep it for longer.
  retentionDays: [1, 13, "dead letters are kept for 14 days from when they were first sent"],
  visibilityTimeoutSeconds: [1, 43_200, "SQS hides a message for 12 hours at most"],
  maxReceives: [1, 1000, "SQS counts up to 1000"],
};

/**
 * Checks what types cannot.
 * @returns every problem at once, `[]` when there is none
 */
export function queueProblems(queue: QueueSettings & { readonly name: string }): string[] {
  const problems = (Object.keys(RANGES) as (keyof QueueSettings)[]).flatMap((setting) => {
    const [least, most, remedy] = RANGES[setting];
    const value = queue[setting];
    if (Number.isInteger(value) && value >= least && value <= most) return [];
    return [`${setting}: must be a whole number from ${least} to ${most}, got ${value}; ${remedy}`];
  });
  const { name } = queue;
  if (!/^[\w-]+$/.test(name) || name.length > LONGEST_NAME) {
    problems.push(
      `name: must be letters, digits, hyphens and underscores, at most ${LONGEST_NAME}, got ${JSON.stringify(name)} ` +
        `(${name.length}); shorten it`,
    );
  }
  return problems;
}
