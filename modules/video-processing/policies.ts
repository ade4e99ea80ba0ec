import { RECORDS, RENDITIONS, UPLOADS } from "../../functions/video-processing/upload";
import type { Arn } from "../foundation/contracts";
import type { PolicyStatement } from "../foundation/policy-document";

/** Resources that the policies of video processing refer to. */
export interface VideoScope {
  readonly account: string;
  readonly region: string;
  readonly mediaBucketArn: string;
  readonly dataKeyArn: string;
  readonly transcodingQueueArn: string;
  readonly transcodingRoleArn: string;
}

/** Rights to submit an upload: to look at it, remember it, and hand it with a role to MediaConvert. */
export function submitStatements(scope: VideoScope): PolicyStatement[] {
  const { mediaBucketArn, transcodingRoleArn } = scope;
  return [
    ...recordStatements(scope),
    { Sid: "ReadUploads", Effect: "Allow", Action: "s3:GetObject", Resource: `${mediaBucketArn}/${UPLOADS}*` },
    {
      Sid: "CreateAndFindJobs",
      Effect: "Allow",
      Action: ["mediaconvert:CreateJob", "mediaconvert:SearchJobs"],
      Resource: jobsAndQueue(scope),
    },
    // A probe has no resource.
    { Sid: "ProbeUploads", Effect: "Allow", Action: "mediaconvert:Probe", Resource: "*" },
    {
      Sid: "HandOverRole",
      Effect: "Allow",
      Action: "iam:PassRole",
      Resource: transcodingRoleArn,
      Condition: { StringEquals: { "iam:PassedToService": "mediaconvert.amazonaws.com" } },
    },
  ];
}

/** Rights to remember facts of uploads. */
export function recordStatements({ mediaBucketArn, dataKeyArn, region }: VideoScope): PolicyStatement[] {
  return [
    findObjects(mediaBucketArn),
    {
      Sid: "KeepRecords",
      Effect: "Allow",
      Action: ["s3:GetObject", "s3:PutObject"],
      Resource: `${mediaBucketArn}/${RECORDS}*`,
    },
    useDataKey(["kms:Decrypt", "kms:GenerateDataKey"], dataKeyArn, region),
  ];
}

/** Rights to sweep: to list and cancel jobs, and to record how others ended. */
export function sweepStatements(scope: VideoScope): PolicyStatement[] {
  return [
    ...recordStatements(scope),
    {
      Sid: "ListAndCancelJobs",
      Effect: "Allow",
      Action: ["mediaconvert:CancelJob", "mediaconvert:ListJobs"],
      Resource: jobsAndQueue(scope),
    },
  ];
}

/** Statements for finding orphans: names of objects, not their content. */
export function reportStatements({ mediaBucketArn }: VideoScope): PolicyStatement[] {
  return [findObjects(mediaBucketArn)];
}

/** Statements for a transcoding job. */
export function transcodingStatements({
  mediaBucketArn,
  dataKeyArn,
  region,
}: Pick<VideoScope, "mediaBucketArn" | "dataKeyArn" | "region">): PolicyStatement[] {
  return [
    { Sid: "ReadUploads", Effect: "Allow", Action: "s3:GetObject", Resource: `${mediaBucketArn}/${UPLOADS}*` },
    { Sid: "WriteRenditions", Effect: "Allow", Action: "s3:PutObject", Resource: `${mediaBucketArn}/${RENDITIONS}*` },
    useDataKey(["kms:Decrypt", "kms:GenerateDataKey"], dataKeyArn, region),
  ];
}

/**
 * Without the right to list, S3 answers 403 for an object that is gone, which is no failure here. No condition on the
 * prefix: the request for one object has none.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html
 */
function findObjects(mediaBucketArn: string): PolicyStatement {
  return {
    Sid: "FindObjects",
    Effect: "Allow",
    Action: ["s3:ListBucket", "s3:ListBucketVersions"],
    Resource: mediaBucketArn,
  };
}

/** @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awselementalmediaconvert.html */
function jobsAndQueue({ account, region, transcodingQueueArn }: VideoScope): string[] {
  return [transcodingQueueArn, `arn:aws:mediaconvert:${region}:${account}:jobs/*`];
}

function useDataKey(Action: readonly string[], keyArn: string, region: string): PolicyStatement {
  return {
    Sid: "UseDataKey",
    Effect: "Allow",
    Action,
    Resource: keyArn,
    Condition: { StringEquals: { "kms:ViaService": `s3.${region}.amazonaws.com` } },
  };
}

/**
 * Statement that lets EventBridge send the events of rules to a queue.
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html
 */
export function sendByRules(Sid: string, queueArn: string, rules: readonly Arn[]): PolicyStatement {
  return {
    Sid,
    Effect: "Allow",
    Principal: { Service: "events.amazonaws.com" },
    Action: "sqs:SendMessage",
    Resource: queueArn,
    Condition: { ArnEquals: { "aws:SourceArn": rules.map(({ arn }) => arn) } },
  };
}
