import { beforeEach, describe, expect, it } from "vitest";
import { useSandbox } from "../support";

const sandbox = useSandbox();
const sqs = (operation: string, parameters: unknown) => sandbox.json("sqs", `AmazonSQS.${operation}`, parameters);

const QueueUrl = "http://127.0.0.1/111111111111/dead-letters";
const POLICY = '{"redrivePermission":"byQueue","sourceQueueArns":["arn:aws:sqs:us-east-1:111111111111:work"]}';
const IN_MOTO = { Attributes: { VisibilityTimeout: "30" } };

const set = (RedriveAllowPolicy: string) => sqs("SetQueueAttributes", { QueueUrl, Attributes: { RedriveAllowPolicy } });
const get = async (...AttributeNames: string[]) => (await sqs("GetQueueAttributes", { QueueUrl, AttributeNames })).json;

beforeEach(() => {
  sandbox.moto.json("CreateQueue", { QueueUrl });
  sandbox.moto.json("SetQueueAttributes", {});
  sandbox.moto.json("GetQueueAttributes", IN_MOTO);
  sandbox.moto.json("DeleteQueue", {});
});

describe("the policy that says whose dead letters a queue takes", () => {
  const withPolicy = { Attributes: { VisibilityTimeout: "30", RedriveAllowPolicy: POLICY } };

  it("comes back as it was set", async () => {
    await set(POLICY);
    expect(await get("All")).toEqual(withPolicy);
  });

  it("can be asked for by name, which moto refuses", async () => {
    await set(POLICY);
    expect(await get("RedriveAllowPolicy")).toEqual({ Attributes: { RedriveAllowPolicy: POLICY } });
    expect(await get("RedriveAllowPolicy", "VisibilityTimeout")).toEqual(withPolicy);
    expect(JSON.parse(sandbox.moto.last("GetQueueAttributes").body.toString())).toEqual({
      QueueUrl,
      AttributeNames: ["All"],
    });
  });

  it("comes back as the queue was created with it", async () => {
    await sqs("CreateQueue", { QueueName: "dead-letters", Attributes: { RedriveAllowPolicy: POLICY } });
    expect(await get("All")).toEqual(withPolicy);
  });

  it("is shown to who asks for it only", async () => {
    await set(POLICY);
    expect(await get("VisibilityTimeout")).toEqual(IN_MOTO);
  });

  it("is taken away by an empty text", async () => {
    await set(POLICY);
    await set("");
    expect(await get("All")).toEqual(IN_MOTO);
  });

  it("stays when other attributes change", async () => {
    await set(POLICY);
    await sqs("SetQueueAttributes", { QueueUrl, Attributes: { VisibilityTimeout: "30" } });
    expect(await get("All")).toEqual(withPolicy);
  });

  it("goes with its queue", async () => {
    await set(POLICY);
    await sqs("DeleteQueue", { QueueUrl });
    expect(await get("All")).toEqual(IN_MOTO);
  });

  it("is not remembered if moto refuses it", async () => {
    sandbox.moto.json("SetQueueAttributes", { __type: "QueueDoesNotExist", message: "no" }, 400);
    expect((await set(POLICY)).status).toBe(400);
    expect(await get("All")).toEqual(IN_MOTO);
  });

  it("has no part in a queue without one", async () => {
    expect(await get("All")).toEqual(IN_MOTO);
  });
});
