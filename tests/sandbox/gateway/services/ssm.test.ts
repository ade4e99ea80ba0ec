import { describe, expect, it } from "vitest";
import { useSandbox } from "../support";

const sandbox = useSandbox();
const get = (Name: string) => sandbox.json("ssm", "AmazonSSM.GetParameter", { Name });
const AL2023 = "/aws/service/eks/optimized-ami/1.35/amazon-linux-2023/x86_64/standard/recommended";

describe("the public parameters of EKS AMIs", () => {
  it.each([
    [`${AL2023}/release_version`, "1.35.0-20251112"],
    [`${AL2023}/image_id`, "ami-f64861b584e1c6967"],
    [`${AL2023}/image_name`, "amazon-eks-node-amazon-linux-2023-x86_64-standard-1.35-v20251112"],
    ["/aws/service/eks/optimized-ami/1.32/amazon-linux-2-gpu/recommended/release_version", "1.32.0-20251112"],
    ["/aws/service/bottlerocket/aws-k8s-1.35/x86_64/latest/image_version", "1.50.0-a1b2c3d4"],
    ["/aws/service/bottlerocket/aws-k8s-1.35-nvidia/arm64/latest/image_id", "ami-7ac6cd32fbe035aa0"],
  ])("%s", async (name, value) => {
    expect(await get(name)).toEqual({
      status: 200,
      json: {
        Parameter: {
          Name: name,
          Type: "String",
          Value: value,
          Version: 1,
          DataType: "text",
          ARN: `arn:aws:ssm:us-east-1::parameter${name}`,
        },
      },
    });
    expect(sandbox.moto.operations).toEqual([]);
  });

  it("hold all of an AMI in one", async () => {
    const { json } = await get(AL2023);
    expect(JSON.parse((json as { Parameter: { Value: string } }).Parameter.Value)).toEqual({
      image_id: "ami-f64861b584e1c6967",
      image_name: "amazon-eks-node-amazon-linux-2023-x86_64-standard-1.35-v20251112",
      release_version: "1.35.0-20251112",
      schema_version: "2",
    });
  });

  it.each([
    "/lms/database/host",
    "/aws/service/eks/optimized-ami/1.33/amazon-linux-2/recommended/image_id",
    `${AL2023}/colour`,
    "/aws/service/bottlerocket/aws-k8s-1.35/x86_64/latest/colour",
  ])("are asked of moto otherwise: %s", async (name) => {
    sandbox.moto.json("GetParameter", { __type: "ParameterNotFound", message: "no" }, 400);
    expect(await get(name)).toEqual({ status: 400, json: { __type: "ParameterNotFound", message: "no" } });
  });
});

describe("the parameter that people put", () => {
  const NAME = "/lms/prod/pagerduty-integration-url";

  it("holds a URL of no one's PagerDuty", async () => {
    expect((await get(NAME)).json).toEqual({
      Parameter: {
        Name: NAME,
        Type: "SecureString",
        Value: "https://events.pagerduty.com/integration/00000000000000000000000000000000/enqueue",
        Version: 1,
        DataType: "text",
        ARN: "arn:aws:ssm:us-east-1:111111111111:parameter/lms/prod/pagerduty-integration-url",
      },
    });
  });

  it("is no other", async () => {
    sandbox.moto.json("GetParameter", { __type: "ParameterNotFound", message: "no" }, 400);
    for (const name of [`${NAME}-2`, "/lms/pagerduty-integration-url"]) expect((await get(name)).status).toBe(400);
  });
});
