import { type JsonObject, requiredString } from "../json";
import type { Account } from "../judgement/account";
import { AwsError, jsonAnswer } from "../responses";
import type { Context, Handler, Service } from "../service";

/** A quota as the local AWS knows it. */
interface Quota {
  readonly name: string;
  /** What AWS's table of the service says, whatever the account has. */
  readonly byDefault: number;
  /** What an account may have of it. */
  readonly of: (owner: Account) => number;
}

/**
 * Quotas by the codes of their service and their own.
 * @see https://docs.aws.amazon.com/general/latest/gr/ec2-service.html https://docs.aws.amazon.com/general/latest/gr/lambda-service.html
 */
const QUOTAS: Readonly<Record<string, Quota>> = {
  "ec2/L-1216C47A": {
    name: "Running On-Demand Standard (A, C, D, H, I, M, R, T, Z) instances",
    byDefault: 5,
    of: ({ onDemandVcpus }) => onDemandVcpus,
  },
  "ec2/L-34B43A08": {
    name: "All Standard (A, C, D, H, I, M, R, T, Z) Spot Instance Requests",
    byDefault: 5,
    of: ({ spotVcpus }) => spotVcpus,
  },
  "ec2/L-0263D0A3": { name: "EC2-VPC Elastic IPs", byDefault: 5, of: ({ elasticIps }) => elasticIps },
  "lambda/L-B99A9384": {
    name: "Concurrent executions",
    byDefault: 1000,
    of: ({ lambdaExecutions }) => lambdaExecutions,
  },
};

/** Service Quotas: moto knows those of VPC alone. */
export const serviceQuotas: Service = {
  name: "servicequotas",
  operations: {
    GetServiceQuota: answers(({ of }, { owner }) => of(owner)),
    GetAWSDefaultServiceQuota: answers(({ byDefault }) => byDefault),
  },
};

/** @see https://docs.aws.amazon.com/servicequotas/2019-06-24/apireference/API_GetServiceQuota.html */
function answers(value: (quota: Quota, context: Context) => number): Handler {
  return ({ parameters }, context) => {
    const ServiceCode = requiredString(parameters, "ServiceCode");
    const QuotaCode = requiredString(parameters, "QuotaCode");
    const quota = QUOTAS[`${ServiceCode}/${QuotaCode}`];
    if (quota === undefined) {
      throw new AwsError("NoSuchResourceException", "The request failed because the specified quota does not exist.");
    }
    const described: JsonObject = {
      ServiceCode,
      QuotaCode,
      QuotaArn: context.arn(`${ServiceCode}/${QuotaCode}`),
      QuotaName: quota.name,
      Value: value(quota, context),
      Unit: "None",
      Adjustable: true,
      GlobalQuota: false,
    };
    return jsonAnswer({ Quota: described });
  };
}
