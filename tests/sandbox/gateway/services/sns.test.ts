import { beforeEach, expect, it } from "vitest";
import { useSandbox } from "../support";

const sandbox = useSandbox();
const ARN = "arn:aws:sns:us-east-1:111111111111:warning:1";
const sns = (Action: string, form: Record<string, string>) => sandbox.query("sns", { Action, ...form });
const subscribe = (Protocol: string) => sns("Subscribe", { Protocol, Endpoint: "somewhere" });
const attributes = async () => {
  const { text } = await sns("GetSubscriptionAttributes", { SubscriptionArn: ARN });
  return Object.fromEntries(
    [...text.matchAll(/<key>(\w+)<\/key><value>(\w+)<\/value>/g)].map(([, key, value]) => [key, value]),
  );
};

beforeEach(() => {
  const result = `<SubscribeResult><SubscriptionArn>${ARN}</SubscriptionArn></SubscribeResult>`;
  sandbox.moto.xml("Subscribe", `<SubscribeResponse>${result}</SubscribeResponse>`);
  const entries = Object.entries({ PendingConfirmation: "false", ConfirmationWasAuthenticated: "true", Owner: "me" })
    .map(([key, value]) => `<entry><key>${key}</key><value>${value}</value></entry>`)
    .join("");
  sandbox.moto.xml(
    "GetSubscriptionAttributes",
    `<GetSubscriptionAttributesResponse><GetSubscriptionAttributesResult><Attributes>${entries}</Attributes></GetSubscriptionAttributesResult></GetSubscriptionAttributesResponse>`,
  );
  sandbox.moto.xml("Unsubscribe", "<UnsubscribeResponse/>");
});

it.each(["email", "email-json"])(
  "a subscription by %s waits for its addressee and cannot be deleted",
  async (protocol) => {
    await subscribe(protocol);
    expect(await attributes()).toEqual({
      PendingConfirmation: "true",
      ConfirmationWasAuthenticated: "false",
      Owner: "me",
    });
    const { status, text } = await sns("Unsubscribe", { SubscriptionArn: ARN });
    expect(status).toBe(400);
    expect(text).toContain("<Code>InvalidParameter</Code>");
    expect(text).toContain("Cannot unsubscribe a subscription that is pending confirmation");
    expect(sandbox.moto.operations).not.toContain("Unsubscribe");
  },
);

it.each(["https", "sqs"])("a subscription by %s is confirmed at once", async (protocol) => {
  await subscribe(protocol);
  expect(await attributes()).toEqual({
    PendingConfirmation: "false",
    ConfirmationWasAuthenticated: "true",
    Owner: "me",
  });
  expect((await sns("Unsubscribe", { SubscriptionArn: ARN })).status).toBe(200);
  expect(sandbox.moto.operations).toContain("Unsubscribe");
});
