import { handoverParameter, pagerDutyUrlParameter, type Site } from "../../foundation/names";
import type { PolicyStatement } from "../../foundation/policy-document";

/** An environment with the bucket of its Terraform state. */
export interface StateScope extends Site {
  readonly stateBucket: string;
  /** The recovery region with a state bucket of its own, where the application stands by there; `none` by default. */
  readonly standby?: "none" | StateBucket;
}

/** Bucket of Terraform state, and its region. */
export interface StateBucket {
  readonly region: string;
  readonly stateBucket: string;
}

/** Every bucket that holds state of an environment. */
export function stateBucketsOf({ region, stateBucket, standby = "none" }: StateScope): readonly StateBucket[] {
  return [{ region, stateBucket }, ...(standby === "none" ? [] : [standby])];
}

/**
 * Policy of a plan beyond `readPlatform`: read the state, hold its lock, and read the one secret that a plan
 * puts there. The planner may write and delete the lock because a plan
 * without one reads the state in the middle of an apply; a lock holds no data. It can only create it where there is
 * none, so a plan waits for a running apply. S3 cannot be told to let it delete its own lock alone: who takes the role on purpose can
 * end that of an apply, as `terraform force-unlock` does.
 * @see https://developer.hashicorp.com/terraform/language/backend/s3
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes-enforce.html
 */
export function planState(scope: StateScope): PolicyStatement[] {
  const { name, account, region } = scope;
  return [
    {
      Sid: "FindState",
      Effect: "Allow",
      Action: ["s3:ListBucket"],
      Resource: stateBucketsOf(scope).map(({ stateBucket }) => `arn:aws:s3:::${stateBucket}`),
    },
    {
      Sid: "ReadState",
      Effect: "Allow",
      Action: ["s3:GetObject"],
      Resource: [...stateObjects(scope, `${name}-*/terraform.tfstate`), ...lockObjects(scope)],
    },
    {
      Sid: "TakeLock",
      Effect: "Allow",
      Action: ["s3:PutObject"],
      Resource: lockObjects(scope),
      Condition: { Null: { "s3:if-none-match": "false" } },
    },
    { Sid: "ReleaseLock", Effect: "Allow", Action: ["s3:DeleteObject"], Resource: lockObjects(scope) },
    ...stateKeys(scope, ["kms:Decrypt", "kms:GenerateDataKey"]),
    ...readHandover(scope),
    ...readQuotas(scope),
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
      Resource: stateObjects(scope, `${scope.name}-*/terraform.tfstate`),
    },
    ...writeHandover(scope),
  ];
}

function stateObjects(scope: StateScope, key: string): string[] {
  return stateBucketsOf(scope).map(({ stateBucket }) => `arn:aws:s3:::${stateBucket}/${key}`);
}

function lockObjects(scope: StateScope): string[] {
  return stateObjects(scope, `${scope.name}-*/terraform.tfstate.tflock`);
}

/** The ids of the keys are unknown here, so they are matched by the bucket in the encryption context. */
function stateKeys(scope: StateScope, Action: readonly string[]): PolicyStatement[] {
  return stateBucketsOf(scope).map(({ region, stateBucket }, index) => ({
    Sid: index === 0 ? "UseStateKey" : "UseStandbyStateKey",
    Effect: "Allow",
    Action,
    Resource: [`arn:aws:kms:${region}:${scope.account}:key/*`],
    Condition: {
      StringEquals: { "kms:ViaService": `s3.${region}.amazonaws.com` },
      StringLike: {
        "kms:EncryptionContext:aws:s3:arn": [`arn:aws:s3:::${stateBucket}`, `arn:aws:s3:::${stateBucket}/*`],
      },
    },
  }));
}

/** What the home region's root tells that of the recovery region. */
function readHandover({ path, account, standby = "none" }: StateScope): PolicyStatement[] {
  if (standby === "none") return [];
  const { region } = standby;
  return [
    {
      Sid: "ReadHandover",
      Effect: "Allow",
      Action: ["ssm:GetParameter", "ssm:ListTagsForResource"],
      Resource: [handoverArn({ path, account, region })],
    },
    useParameterKey("DecryptHandover", ["kms:Decrypt"], { path, account, region }),
  ];
}

/** What the account may have where the application stands by; the provider reads a quota's default before its value. */
function readQuotas({ standby = "none" }: StateScope): PolicyStatement[] {
  if (standby === "none") return [];
  return [
    {
      Sid: "ReadQuotas",
      Effect: "Allow",
      Action: ["servicequotas:GetAWSDefaultServiceQuota", "servicequotas:GetServiceQuota"],
      // They take no resource.
      Resource: "*",
      Condition: { StringEquals: { "aws:RequestedRegion": standby.region } },
    },
  ];
}

function writeHandover({ path, account, standby = "none" }: StateScope): PolicyStatement[] {
  if (standby === "none") return [];
  const { region } = standby;
  return [
    {
      Sid: "WriteHandover",
      Effect: "Allow",
      Action: ["ssm:AddTagsToResource", "ssm:DeleteParameter", "ssm:PutParameter", "ssm:RemoveTagsFromResource"],
      Resource: [handoverArn({ path, account, region })],
    },
    useParameterKey("EncryptHandover", ["kms:Encrypt"], { path, account, region }),
  ];
}

type Place = Pick<Site, "path" | "account" | "region">;

function handoverArn({ path, account, region }: Place): string {
  return `arn:aws:ssm:${region}:${account}:parameter${handoverParameter({ path }, "*")}`;
}

/** @see https://docs.aws.amazon.com/kms/latest/developerguide/services-parameter-store.html */
function useParameterKey(Sid: string, Action: readonly string[], place: Place): PolicyStatement {
  const { account, region } = place;
  return {
    Sid,
    Effect: "Allow",
    Action,
    Resource: [`arn:aws:kms:${region}:${account}:key/*`],
    Condition: {
      StringEquals: { "kms:ViaService": `ssm.${region}.amazonaws.com` },
      StringLike: { "kms:EncryptionContext:PARAMETER_ARN": handoverArn(place) },
    },
  };
}
