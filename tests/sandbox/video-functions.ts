import { vi } from "vitest";
import type { Emulator } from "../../sandbox/emulator-process";
import { ACCOUNT } from "./support";

/** The bucket of uploads that the functions under test watch. */
export const BUCKET = "lms-test-media";

/** The role that the functions under test hand to MediaConvert. */
export const ROLE = `arn:aws:iam::${ACCOUNT}:role/lms-test-video-transcoder`;

/** Points what uses an AWS SDK in this file at a local AWS. The test ends it with `vi.unstubAllEnvs()`. */
export function useEmulator({ endpoint }: Emulator): void {
  vi.stubEnv("AWS_ENDPOINT_URL", endpoint);
  vi.stubEnv("AWS_REGION", "us-east-1");
  vi.stubEnv("AWS_ACCESS_KEY_ID", "test");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "test");
}

/** Sets the variables of the functions, as the platform root does. */
export function configureFunctions(transcodingQueue: string, outcomeQueue: string): void {
  vi.stubEnv("TRANSCODING_QUEUE_ARN", transcodingQueue);
  vi.stubEnv("TRANSCODING_ROLE_ARN", ROLE);
  vi.stubEnv("OUTCOME_QUEUE_URL", outcomeQueue);
  vi.stubEnv("LADDER", "1080p,720p,360p");
  vi.stubEnv("MAX_UPLOAD_BYTES", "1000");
  vi.stubEnv("MEDIA_BUCKET", BUCKET);
  vi.stubEnv("STUCK_AFTER_HOURS", "12");
}

/**
 * Loads the functions anew. Their clients keep the endpoint of their first request, and test files that share a worker
 * share its modules: without this the functions of a second file would ask the local AWS of the first, which has ended.
 */
export async function loadFunctions() {
  vi.resetModules();
  const [submit, record, sweep, reportOrphans] = await Promise.all([
    import("../../functions/video-processing/submit.js"),
    import("../../functions/video-processing/record.js"),
    import("../../functions/video-processing/sweep.js"),
    import("../../functions/video-processing/report-orphans.js"),
  ]);
  return {
    submit: submit.handler,
    record: record.handler,
    sweep: sweep.handler,
    reportOrphans: reportOrphans.handler,
  };
}
