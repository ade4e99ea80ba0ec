import type { AwsRequest } from "../request";
import { AwsError } from "../responses";
import type { Context } from "../service";
import type { Account } from "./account";
import { violationsOf } from "./constraints";
import { findOperation } from "./operation";
import { parametersOf } from "./parameters";
import { rules } from "./rules/index";
import { ServiceModels, shapeOf } from "./service-models";

/** What requests are judged by. */
export interface JudgementOptions {
  /** The folder `data` of botocore, with AWS's models of its services. */
  readonly models: string;
  /** What the account may have. */
  readonly owner: Account;
}

/**
 * Refuses the requests that AWS refuses for what they ask: first by AWS's own model of the service, then by what is known
 * of AWS beyond it.
 */
export class Judge {
  readonly #models: ServiceModels;

  constructor({ models }: JudgementOptions) {
    this.#models = new ServiceModels(models);
  }

  /** Judges a request before anybody answers it. @throws AwsError as AWS would refuse it */
  async judge(request: AwsRequest, context: Context): Promise<void> {
    const model = this.#models.of(request.service);
    const found = model === undefined ? undefined : findOperation(model, request);
    if (model === undefined || found === undefined) throw unknownOperation(request);
    const { name } = found;
    const { input } = found.operation;
    const parameters = parametersOf(model, found, request);
    const violations = input === undefined ? [] : violationsOf(model, shapeOf(model, input), parameters);
    if (violations.length > 0) throw validationError(request, violations);
    await rules[request.service]?.[name]?.(parameters, { ...context, request });
  }
}

/** A request of which nobody knows what it asks is refused, since it cannot be judged. */
function unknownOperation({ service, action, url }: AwsRequest): AwsError {
  return new AwsError(
    "NotImplementedByEmulator",
    `${service} ${action || url}: the models of AWS's services have no such operation, so it cannot be judged`,
  );
}

/** @see https://docs.aws.amazon.com/STS/latest/APIReference/CommonErrors.html */
function validationError(request: AwsRequest, violations: readonly string[]): AwsError {
  const count = violations.length === 1 ? "1 validation error" : `${violations.length} validation errors`;
  return new AwsError(codeOf(request), `${count} detected: ${violations.join("; ")}`);
}

/** The code under which a service refuses values; each of the older ones has its own. */
function codeOf({ service, protocol }: AwsRequest): string {
  return CODES[service] ?? (protocol === "query" ? "ValidationError" : "ValidationException");
}

const CODES: Readonly<Record<string, string>> = {
  cloudfront: "InvalidArgument",
  ec2: "InvalidParameterValue",
  eks: "InvalidParameterException",
  elasticache: "InvalidParameterValue",
  mediaconvert: "BadRequestException",
  rds: "InvalidParameterValue",
  route53: "InvalidInput",
  s3: "InvalidArgument",
  sns: "InvalidParameter",
};
