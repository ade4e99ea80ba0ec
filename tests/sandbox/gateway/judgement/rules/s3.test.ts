import { describe, expect, it } from "vitest";
import { useJudgingSandbox } from "../support";

const sandbox = useJudgingSandbox({ takenBuckets: ["lms-media"] });

describe("names of buckets", () => {
  it("are free, or taken by somebody else", async () => {
    sandbox.moto.on("PUT /lms-school-media", { status: 200 });
    expect((await sandbox.s3("PUT /lms-school-media")).status).toBe(200);
    const { status, text } = await sandbox.s3("PUT /lms-media");
    expect(status).toBe(409);
    expect(text).toContain(
      "<Code>BucketAlreadyExists</Code><Message>The requested bucket name is not available. The bucket namespace is shared by all users of the system. Please select a different name and try again.</Message>",
    );
  });

  it.each(["ab", "Lms", "lms_media", "a..b", "192.168.1.1", "xn--lms", "-lms", "lms-", "a".repeat(64)])(
    "are refused if they are none: %s",
    async (name) => {
      expect((await sandbox.s3(`PUT /${name}`)).text).toContain(
        "<Code>InvalidBucketName</Code><Message>The specified bucket is not valid.</Message>",
      );
    },
  );
});

describe("a bucket policy", () => {
  it.each([
    ["not JSON", "Policies must be valid JSON and the first byte must be '{'"],
    ["{}", "Missing required field Statement"],
    [
      JSON.stringify({ Statement: [{ Sid: "a".repeat(20 * 1024) }] }),
      "Policy exceeds the maximum allowed document size.",
    ],
  ])("is refused: %s", async (policy, message) => {
    expect((await sandbox.s3("PUT /lms-school-media?policy", policy)).text).toContain(
      `<Code>MalformedPolicy</Code><Message>${message}</Message>`,
    );
  });

  it("is taken", async () => {
    sandbox.moto.on("PUT /lms-school-media?policy", { status: 204 });
    expect((await sandbox.s3("PUT /lms-school-media?policy", '{"Statement":[]}')).status).toBe(204);
  });
});

describe("a lifecycle", () => {
  const put = async (actions: string) => {
    const rule = `<Rule><ID>r</ID><Filter><Prefix>old/</Prefix></Filter><Status>Enabled</Status>${actions}</Rule>`;
    const body = `<LifecycleConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${rule}</LifecycleConfiguration>`;
    return (await sandbox.s3("PUT /lms-school-media?lifecycle", body)).text;
  };
  const transition = (days: number, storage: string) =>
    `<Transition><Days>${days}</Days><StorageClass>${storage}</StorageClass></Transition>`;
  const expiration = (days: number) => `<Expiration><Days>${days}</Days></Expiration>`;
  const noncurrent = (days: number, expires: number) =>
    `<NoncurrentVersionTransition><NoncurrentDays>${days}</NoncurrentDays><StorageClass>GLACIER_IR</StorageClass></NoncurrentVersionTransition>` +
    `<NoncurrentVersionExpiration><NoncurrentDays>${expires}</NoncurrentDays></NoncurrentVersionExpiration>`;

  it("is taken in the right order", async () => {
    sandbox.moto.on("PUT /lms-school-media?lifecycle", { status: 200 });
    expect(await put(transition(30, "STANDARD_IA") + expiration(31))).toBe("");
    expect(await put(transition(1, "GLACIER_IR") + expiration(2))).toBe("");
    expect(await put(noncurrent(1, 2))).toBe("");
  });

  it.each([
    [
      transition(29, "STANDARD_IA"),
      "'Days' in Transition action must be greater than or equal to 30 for storageClass 'STANDARD_IA'",
    ],
    [
      transition(30, "GLACIER_IR") + expiration(30),
      "'Days' in the Expiration action for filter '(prefix=old/)' must be greater than 'Days' in the Transition action",
    ],
    [
      noncurrent(7, 7),
      "'NoncurrentDays' in the NoncurrentVersionExpiration action for filter '(prefix=old/)' must be greater than 'NoncurrentDays' in the NoncurrentVersionTransition action",
    ],
  ])("is refused in the wrong one: %s", async (actions, message) => {
    expect(await put(actions)).toContain(`<Code>InvalidArgument</Code><Message>${message}</Message>`);
  });
});
