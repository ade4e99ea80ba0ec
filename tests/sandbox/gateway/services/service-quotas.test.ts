import { describe, expect, it } from "vitest";
import { ACCOUNTS } from "../../../../sandbox/gateway/judgement/account";
import { useJudgingSandbox } from "../judgement/support";
import type { Sandbox } from "../support";

const ask = (sandbox: Sandbox, operation: string, ServiceCode: string, QuotaCode: string) =>
  sandbox.json("servicequotas", `ServiceQuotasV20190624.${operation}`, { ServiceCode, QuotaCode }, "eu-west-1");

const quotaOf = async (...asked: Parameters<typeof ask>) => {
  const { json } = await ask(...asked);
  return (json as { readonly Quota: { readonly Value: number } }).Quota.Value;
};

const QUOTAS = [
  ["ec2", "L-1216C47A"],
  ["ec2", "L-34B43A08"],
  ["ec2", "L-0263D0A3"],
  ["lambda", "L-B99A9384"],
] as const;

describe("the quotas of an account for which was asked what README says", () => {
  const sandbox = useJudgingSandbox();

  it("are what its requests are judged by, and beside them AWS's defaults", async () => {
    const values = (operation: string) =>
      Promise.all(QUOTAS.map(([service, code]) => quotaOf(sandbox, operation, service, code)));
    expect(await values("GetServiceQuota")).toEqual([128, 32, 5, 1000]);
    expect(await values("GetAWSDefaultServiceQuota")).toEqual([5, 5, 5, 1000]);
  });

  it("are told as AWS tells them", async () => {
    expect(await ask(sandbox, "GetServiceQuota", "ec2", "L-0263D0A3")).toEqual({
      status: 200,
      json: {
        Quota: {
          ServiceCode: "ec2",
          QuotaCode: "L-0263D0A3",
          QuotaArn: "arn:aws:servicequotas:eu-west-1:111111111111:ec2/L-0263D0A3",
          QuotaName: "EC2-VPC Elastic IPs",
          Value: 5,
          Unit: "None",
          Adjustable: true,
          GlobalQuota: false,
        },
      },
    });
  });

  it("are those of a service: another's code is none, and a code that cannot be is refused", async () => {
    expect(await ask(sandbox, "GetServiceQuota", "lambda", "L-1216C47A")).toEqual({
      status: 400,
      json: {
        __type: "NoSuchResourceException",
        message: "The request failed because the specified quota does not exist.",
      },
    });
    expect((await ask(sandbox, "GetServiceQuota", "ec2", "1216C47A")).json).toMatchObject({
      __type: "ValidationException",
    });
  });
});

describe("the quotas of an account that AWS has just opened", () => {
  const sandbox = useJudgingSandbox(ACCOUNTS.new);

  it("are small", async () => {
    const values = await Promise.all(
      QUOTAS.map(([service, code]) => quotaOf(sandbox, "GetServiceQuota", service, code)),
    );
    expect(values).toEqual([5, 5, 5, 10]);
  });
});
