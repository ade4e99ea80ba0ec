import { beforeEach, describe, expect, it } from "vitest";
import { useSandbox } from "../support";

const sandbox = useSandbox();
const sqs = (operation: string, parameters: unknown) => sandbox.json("sqs", `AmazonSQS.${operation}`, parameters);

const QueueUrl = "http://127.0.0.1/111111111111/work";
const IN_MOTO = { VisibilityTimeout: "30", RedrivePolicy: '{"deadLetterTargetArn": "arn", "maxReceiveCount": 5}' };

const set = (Attributes: Record<string, string>) => sqs("SetQueueAttributes", { QueueUrl, Attributes });
const get = async (...AttributeNames: string[]) => (await sqs("GetQueueAttributes", { QueueUrl, AttributeNames })).json;

beforeEach(() => {
  sandbox.moto.json("CreateQueue", { QueueUrl });
  sandbox.moto.json("SetQueueAttributes", {});
  sandbox.moto.json("GetQueueAttributes", { Attributes: IN_MOTO });
  sandbox.moto.json("DeleteQueue", {});
});

describe.each([
  ["Policy", '{"Version":"2012-10-17","Statement":[]}'],
  ["RedriveAllowPolicy", '{"redrivePermission":"denyAll"}'],
  ["RedrivePolicy", '{"deadLetterTargetArn":"arn","maxReceiveCount":5}'],
])("a queue's %s", (name, value) => {
  const attribute = { [name]: value };
  const all = { Attributes: { ...IN_MOTO, ...attribute } };

  it("comes back as it was set", async () => {
    expect((await set(attribute)).status).toBe(200);
    expect(await get("All")).toEqual(all);
  });

  it("comes back as the queue was created with it", async () => {
    await sqs("CreateQueue", { QueueName: "work", Attributes: attribute });
    expect(await get("All")).toEqual(all);
  });

  it("can be asked for by name, alone and with others", async () => {
    await set(attribute);
    expect(await get(name)).toEqual({ Attributes: attribute });
    expect(await get(name, "VisibilityTimeout")).toEqual({ Attributes: { ...attribute, VisibilityTimeout: "30" } });
    const asked = JSON.parse(sandbox.moto.last("GetQueueAttributes").body.toString());
    expect(asked).toEqual({ QueueUrl, AttributeNames: ["All"] });
  });

  it("stays when other attributes change", async () => {
    await set(attribute);
    await set({ VisibilityTimeout: "30" });
    expect(await get("All")).toEqual(all);
  });

  it("is taken away by an empty text, and goes with its queue", async () => {
    await set(attribute);
    await set({ [name]: "" });
    expect(await get("All")).toEqual({ Attributes: IN_MOTO });
    await set(attribute);
    await sqs("DeleteQueue", { QueueUrl });
    expect(await get("All")).toEqual({ Attributes: IN_MOTO });
  });

  it("is not remembered if moto refuses it", async () => {
    sandbox.moto.json("SetQueueAttributes", { __type: "QueueDoesNotExist", message: "no" }, 400);
    expect((await set(attribute)).status).toBe(400);
    expect(await get("All")).toEqual({ Attributes: IN_MOTO });
  });
});

it("leaves the other attributes to moto", async () => {
  await set({ VisibilityTimeout: "60" });
  expect(await get("VisibilityTimeout")).toEqual({ Attributes: { VisibilityTimeout: "30" } });
});

it("tells that a queue does not exist as moto does", async () => {
  sandbox.moto.json("GetQueueAttributes", { __type: "com.amazonaws.sqs#QueueDoesNotExist", message: "no" }, 400);
  expect(await sqs("GetQueueAttributes", { QueueUrl, AttributeNames: ["All"] })).toEqual({
    status: 400,
    json: { __type: "com.amazonaws.sqs#QueueDoesNotExist", message: "no" },
  });
});

it("moves messages back from a queue of dead letters, and from no other", async () => {
  await set({ RedrivePolicy: '{"deadLetterTargetArn":"arn:dead","maxReceiveCount":5}' });
  expect(await sqs("StartMessageMoveTask", { SourceArn: "arn:dead" })).toEqual({
    status: 200,
    json: { TaskHandle: expect.any(String) },
  });
  expect(await sqs("StartMessageMoveTask", { SourceArn: "arn:work" })).toMatchObject({
    status: 400,
    json: { message: "Source queue must be configured as a Dead Letter Queue." },
  });
});
