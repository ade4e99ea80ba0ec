import { RENDITIONS, UPLOADS } from "../../functions/video-processing/upload";
import type { PolicyStatement } from "../foundation/policy-document";

/** What the policies of the functions refer to. Every value may be a cdktf token. */
export interface VideoScope {
  readonly account: string;
  readonly region: string;
  readonly mediaBucketArn: string;
  readonly dataKeyArn: string;
  readonly transcodingQueueArn: string;
  readonly transcodingRoleArn: string;
}

/** What submitting an upload takes: to look at it, tag it, and hand it with a role to MediaConvert. */
export function submitStatements(scope: VideoScope): PolicyStatement[] {
  const { mediaBucketArn, dataKeyArn, region, transcodingRoleArn } = scope;
  return [
    ...tagStatements(scope),
    { Sid: "ReadUploads", Effect: "Allow", Action: "s3:GetObject", Resource: `${mediaBucketArn}/${UPLOADS}*` },
    useDataKey(["kms:Decrypt"], dataKeyArn, region),
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

/** What recording an end takes. */
export function tagStatements({ mediaBucketArn }: VideoScope): PolicyStatement[] {
  return [
    findObjects(mediaBucketArn),
    {
      Sid: "TagUploads",
      Effect: "Allow",
      Action: [
        "s3:GetObjectTagging",
        "s3:GetObjectVersionTagging",
        "s3:PutObjectTagging",
        "s3:PutObjectVersionTagging",
      ],
      Resource: `${mediaBucketArn}/${UPLOADS}*`,
    },
  ];
}

/** What sweeping takes: to list jobs and give them up, and to record how others ended. */
export function sweepStatements(scope: VideoScope): PolicyStatement[] {
  return [
    ...tagStatements(scope),
    {
      Sid: "ListAndCancelJobs",
      Effect: "Allow",
      Action: ["mediaconvert:CancelJob", "mediaconvert:ListJobs"],
      Resource: jobsAndQueue(scope),
    },
  ];
}

/** What finding orphans takes: names of objects, nothing in them. */
export function reportStatements({ mediaBucketArn }: VideoScope): PolicyStatement[] {
  return [findObjects(mediaBucketArn)];
}

/** What a transcoding job takes. */
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
