import type { Job } from "@aws-sdk/client-mediaconvert";
import fc from "fast-check";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { knownJob } from "../../../functions/video-processing/job";
import { expectTold, recordEnd } from "../../../functions/video-processing/outcome";
import { submitUpload } from "../../../functions/video-processing/submission";
import { sweepJobs } from "../../../functions/video-processing/sweeping";
import { type Upload, uploadId } from "../../../functions/video-processing/upload";
import { type CrashAt, World } from "./world";

const KEYS = ["uploads/Lecture 1 (final).mp4", "uploads/Q&A 100%.mp4"] as const;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"] });
  for (const method of ["info", "warn", "error"] as const) vi.spyOn(console, method).mockImplementation(() => {});
  vi.stubEnv("OUTCOME_QUEUE_URL", "https://sqs.us-east-1.amazonaws.com/111111111111/media-transcoded");
  vi.stubEnv("TRANSCODING_QUEUE_ARN", "arn:aws:mediaconvert:us-east-1:111111111111:queues/video");
  vi.stubEnv("TRANSCODING_ROLE_ARN", "arn:aws:iam::111111111111:role/video");
  vi.stubEnv("LADDER", "1080p,360p");
  vi.stubEnv("MAX_UPLOAD_BYTES", "1000");
  vi.stubEnv("STUCK_AFTER_HOURS", "12");
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

/** Something that happens: which of the uploads or jobs it happens to is taken modulo their number. */
type Happening =
  | { readonly kind: "upload"; readonly key: (typeof KEYS)[number]; readonly sizeBytes: number }
  | { readonly kind: "created" | "ended"; readonly nth: number; readonly times: number }
  | { readonly kind: "move"; readonly nth: number; readonly to: "PROGRESSING" | "COMPLETE" | "ERROR" }
  | { readonly kind: "sweep" }
  | { readonly kind: "wait"; readonly minutes: number };

const happening: fc.Arbitrary<Happening> = fc.oneof(
  fc.record({
    kind: fc.constant("upload" as const),
    key: fc.constantFrom(...KEYS),
    sizeBytes: fc.constantFrom(5, 5, 5, 1001),
  }),
  fc.record({
    kind: fc.constantFrom("created" as const, "ended" as const),
    nth: fc.nat(9),
    times: fc.integer({ min: 1, max: 3 }),
  }),
  fc.record({
    kind: fc.constant("move" as const),
    nth: fc.nat(9),
    to: fc.constantFrom("PROGRESSING", "COMPLETE", "ERROR"),
  }),
  fc.constant({ kind: "sweep" as const }),
  fc.record({ kind: fc.constant("wait" as const), minutes: fc.constantFrom(1, 2, 6, 800) }),
);

/** Uploads, events and functions of one night. */
class Night {
  readonly uploads: { readonly upload: Upload; readonly sizeBytes: number }[] = [];

  constructor(readonly world: World) {}

  async run(what: Happening): Promise<void> {
    const { world } = this;
    switch (what.kind) {
      case "upload":
        this.uploads.push({ upload: world.upload(what.key), sizeBytes: what.sizeBytes });
        return;
      case "created": {
        const created = this.uploads[what.nth % Math.max(this.uploads.length, 1)];
        if (created !== undefined) await together(what.times, () => submitUpload(world.clients, created));
        return;
      }
      case "ended": {
        const job = this.job(what.nth);
        if (job !== undefined) await together(what.times, () => this.record(job));
        return;
      }
      case "move": {
        const job = this.job(what.nth);
        if (job !== undefined) world.move(job, what.to);
        return;
      }
      case "sweep":
        await together(1, () => sweepJobs(world.clients));
        return;
      case "wait":
        this.wait(what.minutes);
    }
  }

  /** AWS delivers in the end what it has promised: every event and message once more, without a crash. */
  async settle(): Promise<void> {
    this.world.calm();
    this.wait(2);
    for (const created of this.uploads) await submitUpload(this.world.clients, created);
    for (const job of this.world.jobs) {
      this.world.move(job, "COMPLETE");
      await this.record(job);
    }
    this.wait(13 * 60);
    await sweepJobs(this.world.clients);
  }

  private async record(job: Job): Promise<void> {
    expectTold(await recordEnd(this.world.clients, knownJob(job)));
  }

  private job(nth: number): Job | undefined {
    return this.world.jobs[nth % Math.max(this.world.jobs.length, 1)];
  }

  private wait(minutes: number): void {
    this.world.now += minutes * MINUTE;
    vi.setSystemTime(this.world.now);
  }
}

/** Several of the same at once; one that fails comes back later. */
async function together(times: number, act: () => Promise<unknown>): Promise<void> {
  await Promise.allSettled(Array.from({ length: times }, act));
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}

it("makes one job and one message of each upload, whatever comes twice, late, at once, or crashes", async () => {
  const crashes = fc.array(fc.constantFrom<CrashAt>("never", "never", "never", "before", "after"), { maxLength: 60 });
  await fc.assert(
    fc.asyncProperty(fc.array(happening, { maxLength: 25 }), crashes, async (happenings, crashing) => {
      const world = new World([...crashing]);
      vi.setSystemTime(world.now);
      const night = new Night(world);
      for (const what of happenings) await night.run(what);
      await night.settle();

      const byUpload = groupBy(world.messages, (body) => String(JSON.parse(body).id));
      for (const [id, bodies] of byUpload) {
        expect(new Set(bodies).size, `${id} is told one thing only`).toBe(1);
        if (!world.crashedWhileTelling) expect(bodies).toHaveLength(1);
      }
      const jobs = groupBy(world.jobs, ({ UserMetadata }) => UserMetadata?.upload ?? "");
      for (const same of jobs.values()) expect(same).toHaveLength(1);
      for (const id of jobs.keys()) expect(byUpload.has(id)).toBe(true);
      // The last version of each key is current: it was transcoded or refused, and its end is told.
      for (const key of KEYS) {
        const last = night.uploads.findLast(({ upload }) => upload.key === key);
        if (last !== undefined) expect(byUpload.has(uploadId(last.upload))).toBe(true);
      }
    }),
    { numRuns: 10_000, seed: 20_260_901 },
  );
});

it("leaves jobs that wait in line alone, however long, and cancels those that run too long", async () => {
  const world = new World();
  vi.setSystemTime(world.now);
  const created = [1, 2].map((n) => ({ upload: world.upload(`uploads/${n}.mp4`), sizeBytes: 5 }));
  for (const one of created) await submitUpload(world.clients, one);
  const [running] = world.jobs;
  if (running !== undefined) world.move(running, "PROGRESSING");
  world.now += 13 * HOUR;
  vi.setSystemTime(world.now);
  expect(await sweepJobs(world.clients)).toEqual({ canceled: 1, recorded: 1, waiting: 1 });
  expect(world.jobs.map(({ Status }) => Status)).toEqual(["CANCELED", "SUBMITTED"]);
});

it("leaves what S3 has copied from another region to that region, until someone copies it over itself", async () => {
  const world = new World();
  vi.setSystemTime(world.now);
  await submitUpload(world.clients, { upload: world.copyFromElsewhere("uploads/1.mp4"), sizeBytes: 5 });
  expect(world.jobs).toEqual([]);
  const again = world.upload("uploads/1.mp4");
  await submitUpload(world.clients, { upload: again, sizeBytes: 5 });
  expect(world.jobs.map(({ UserMetadata }) => UserMetadata?.upload)).toEqual([uploadId(again)]);
});
