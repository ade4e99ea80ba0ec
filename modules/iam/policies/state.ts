import { pagerDutyUrlParameter, type Site } from "../../foundation/names";
import type { PolicyStatement } from "../../foundation/policy-document";

/** An environment with the bucket of its Terraform state. */
export interface StateScope extends Site {
  readonly stateBucket: string;
}

/**
 * Policy of a plan beyond `readPlatform`: read the state, hold its lock, and read the one secret that a plan
 * puts there. The planner may write and delete the lock because a plan
 * without one reads the state in the middle of an apply; a lock holds no data. It can only create it where there is
 * none, so it cannot take over the lock of a running apply.
 * @see https://developer.hashicorp.com/terraform/language/backend/s3
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes-enforce.html
 */
export function planState(scope: StateScope): PolicyStatement[] {
  const { name, account, region, stateBucket } = scope;
  return [
    { Sid: "FindState", Effect: "Allow", Action: ["s3:ListBucket"], Resource: [`arn:aws:s3:::${stateBucket}`] },
    {
      Sid: "ReadState",
      Effect: "Allow",
      Action: ["s3:GetObject"],
      Resource: [stateObject(scope, `${name}-*/terraform.tfstate`), lockObject(scope)],
    },
    {
      Sid: "TakeLock",
      Effect: "Allow",
      Action: ["s3:PutObject"],
      Resource: [lockObject(scope)],
      Condition: { Null: { "s3:if-none-match": "false" } },
    },
    { Sid: "ReleaseLock", Effect: "Allow", Action: ["s3:DeleteObject"], Resource: [lockObject(scope)] },
    stateKey(scope, ["kms:Decrypt", "kms:GenerateDataKey"]),
    {
      // Who has it can page, and nothing else.
      Sid: "ReadPagerDutyUrl",
      Effect: "Allow",
      Action: ["ssm:GetParameter"],
      Resource: [`arn:aws:ssm:${region}:${account}:parameter${pagerDutyUrlParameter(scope)}`],
    },
  ];
}

/** Policy of an apply beyond `planState`: write the state. It cannot delete it. */
export function applyState(scope: StateScope): PolicyStatement[] {
  return [
    ...planState(scope),
    {
      Sid: "WriteState",
      Effect: "Allow",
      Action: ["s3:PutObject"],
      Resource: [stateObject(scope, `${scope.name}-*/terraform.tfstate`)],
    },
  ];
}

function stateObject({ stateBucket }: StateScope, key: string): string {
  return `arn:aws:s3:::${stateBucket}/${key}`;
}

function lockObject(scope: StateScope): string {
  return stateObject(scope, `${scope.name}-*/terraform.tfstate.tflock`);
}

/** The key's id is unknown here, so it is matched by the bucket in the encryption context. */
function stateKey({ account, region, stateBucket }: StateScope, Action: readonly string[]): PolicyStatement {
  return {
    Sid: "UseStateKey",
    Effect: "Allow",
    Action,
    Resource: [`arn:aws:kms:${region}:${account}:key/*`],
    Condition: {
      StringEquals: { "kms:ViaService": `s3.${region}.amazonaws.com` },
      StringLike: {
        "kms:EncryptionContext:aws:s3:arn": [`arn:aws:s3:::${stateBucket}`, `arn:aws:s3:::${stateBucket}/*`],
      },
    },
  };
}
