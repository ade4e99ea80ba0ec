import { describe, expect, it } from "vitest";
import { useSandbox } from "../support";

const sandbox = useSandbox();
const ec2 = (form: Record<string, string>, region?: string) => sandbox.query("ec2", form, region);
const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n';

describe("the default key of EBS", () => {
  const answer = (operation: string, key: string) =>
    `${DECLARATION}<${operation}EbsDefaultKmsKeyIdResponse><kmsKeyId>${key}</kmsKeyId></${operation}EbsDefaultKmsKeyIdResponse>`;

  it("is that of AWS until another is set, region by region", async () => {
    const key = "arn:aws:kms:us-east-1:111111111111:key/k";
    expect((await ec2({ Action: "GetEbsDefaultKmsKeyId" })).text).toBe(
      answer("Get", "arn:aws:kms:us-east-1:111111111111:alias/aws/ebs"),
    );
    expect((await ec2({ Action: "ModifyEbsDefaultKmsKeyId", KmsKeyId: "k" })).text).toBe(answer("Modify", key));
    expect((await ec2({ Action: "GetEbsDefaultKmsKeyId" })).text).toBe(answer("Get", key));
    expect((await ec2({ Action: "GetEbsDefaultKmsKeyId" }, "eu-west-1")).text).toBe(
      answer("Get", "arn:aws:kms:eu-west-1:111111111111:alias/aws/ebs"),
    );
    expect((await ec2({ Action: "ResetEbsDefaultKmsKeyId" })).text).toBe(
      answer("Reset", "arn:aws:kms:us-east-1:111111111111:alias/aws/ebs"),
    );
  });

  it("may be given as an ARN", async () => {
    const key = "arn:aws:kms:us-east-1:111111111111:key/k";
    expect((await ec2({ Action: "ModifyEbsDefaultKmsKeyId", KmsKeyId: key })).text).toBe(answer("Modify", key));
  });

  it("must be given", async () => {
    const reply = await ec2({ Action: "ModifyEbsDefaultKmsKeyId" });
    expect(reply.status).toBe(400);
    expect(reply.text).toContain("<Code>MissingParameter</Code><Message>KmsKeyId is required</Message>");
  });
});

describe("the instance metadata defaults", () => {
  const answer = (defaults: string) =>
    `${DECLARATION}<GetInstanceMetadataDefaultsResponse><accountLevel>${defaults}</accountLevel></GetInstanceMetadataDefaultsResponse>`;
  const get = async () => (await ec2({ Action: "GetInstanceMetadataDefaults" })).text;

  it("are merged, and taken away by no-preference and -1", async () => {
    expect(await get()).toBe(answer(""));
    await ec2({ Action: "ModifyInstanceMetadataDefaults", HttpTokens: "required", HttpPutResponseHopLimit: "2" });
    await ec2({ Action: "ModifyInstanceMetadataDefaults", HttpEndpoint: "enabled", InstanceMetadataTags: "disabled" });
    expect(await get()).toBe(
      answer(
        "<httpTokens>required</httpTokens><httpPutResponseHopLimit>2</httpPutResponseHopLimit><httpEndpoint>enabled</httpEndpoint><instanceMetadataTags>disabled</instanceMetadataTags>",
      ),
    );
    await ec2({ Action: "ModifyInstanceMetadataDefaults", HttpTokens: "no-preference", HttpPutResponseHopLimit: "-1" });
    expect(await get()).toBe(
      answer("<httpEndpoint>enabled</httpEndpoint><instanceMetadataTags>disabled</instanceMetadataTags>"),
    );
  });

  it.each(["0", "65", "two"])("refuse a hop limit of %s", async (limit) => {
    const reply = await ec2({ Action: "ModifyInstanceMetadataDefaults", HttpPutResponseHopLimit: limit });
    expect(reply.status).toBe(400);
    expect(reply.text).toContain(
      "<Code>InvalidParameterValue</Code><Message>HttpPutResponseHopLimit must be -1 or 1-64, got",
    );
  });
});
