import { CancelJobCommand, type Job, ListJobsCommand, MediaConvertClient } from "@aws-sdk/client-mediaconvert";
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { DeleteMessageCommand, type Message, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { Failure } from "../../scripts/failure";
import { ADMINISTRATOR, type Credentials } from "../aws-environment";
import { assumeRole } from "../identities";
import { json } from "../local-aws";
import { judge, type Place } from "./check";
import { client } from "./client";
import { type Account, ask, assume, text, type Values } from "./delivery";
import { encryptionOf } from "./files-and-logs";
import { LocalFunction, type Runtime } from "./lambda";

/** The service that uploads videos and hears what became of them. */
const UPLOADER = "media";
const KEY = "uploads/sandbox/lecture.mp4";

/**
 * Has a video uploaded, transcoded and told of in the local AWS, everyone as the role that the root gives them: the media
 * service's pod, S3 and EventBridge, the functions, MediaConvert. Only MediaConvert's own work is not done: of it the
 * rights are asked about.
 * @returns what happened, in a few words; undefined for a root without video
 * @throws Failure with who was refused what, or what did not come
 */
export async function walkUpload(root: string, account: Account, runtime: Runtime): Promise<string | undefined> {
  const { place } = runtime;
  const functions = account.standing.filter(({ type }) => type === "aws_lambda_function").map(({ values }) => values);
  const named = (ending: string) => {
    const found = functions.find((values) => text(values, "function_name").endsWith(ending));
    return found === undefined ? undefined : new LocalFunction(found, runtime);
  };
  const [submit, record] = [named("-video-submit"), named("-video-record")];
  const [sweep, report] = [named("-video-sweep"), named("-video-report-orphans")];
  const pod = account.find("aws_eks_pod_identity_association", "service_account", UPLOADER);
  if (submit === undefined || record === undefined || pod === undefined) return undefined;

  const uploader = await podSession(place, account, pod);
  const s3 = new S3Client(client(place, uploader));
  await s3.send(new PutObjectCommand({ Bucket: submit.variable("MEDIA_BUCKET"), Key: KEY, Body: "a lecture" }));

  const mapping = account.find("aws_lambda_event_source_mapping", "function_arn", arnOf(functions, "-video-submit"));
  const uploads = text(account.find("aws_sqs_queue", "arn", text(mapping, "event_source_arn")), "url");
  const [upload] = await take(place, await submit.session(), uploads);
  if (upload === undefined) throw new Failure(`${root}: an upload must be told to ${uploads}, got no message`);
  const submitted = await submit.invoke({ Records: [asRecord(upload)] });
  expectSame(root, "submit", submitted, { batchItemFailures: [] });

  const job = await jobOf(place, submit.variable("TRANSCODING_QUEUE_ARN"));
  if (job === undefined) throw new Failure(`${root}: an upload must become a job of MediaConvert, got none`);
  await judge(root, place, transcoding(account, submit.variable("MEDIA_BUCKET"), job));

  await record.invoke(ended(place, job));
  const [told] = await take(place, uploader, record.variable("OUTCOME_QUEUE_URL"));
  const { type, status, upload: of } = JSON.parse(told?.Body ?? "{}");
  expectSame(
    root,
    "what the media service is told",
    [type, status, of?.key],
    ["video.transcoding-ended", "complete", KEY],
  );

  await Promise.all([sweep?.invoke({}), report?.invoke({})]);
  await mediaConvert(place).send(new CancelJobCommand({ Id: job.Id }));
  return "a video uploaded, submitted and told of, with MediaConvert played";
}

function arnOf(functions: readonly Values[], ending: string): string {
  return text(
    functions.find((values) => text(values, "function_name").endsWith(ending)),
    "arn",
  );
}

/** A session of a pod's role, with the tags that EKS gives it. */
function podSession(place: Place, account: Account, pod: Values): Promise<Credentials> {
  const cluster = account.find("aws_eks_cluster", "name", text(pod, "cluster_name"));
  const tags = {
    "eks-cluster-arn": text(cluster, "arn"),
    "kubernetes-namespace": text(pod, "namespace"),
    "kubernetes-service-account": text(pod, "service_account"),
  };
  const parameters = Object.entries(tags).flatMap(([key, value], index) => [
    [`Tags.member.${index + 1}.Key`, key],
    [`Tags.member.${index + 1}.Value`, value],
  ]);
  return assumeRole(place, "pods.eks.amazonaws.com", text(pod, "role_arn"), Object.fromEntries(parameters));
}

/** Takes a message off a queue. */
async function take(place: Place, credentials: Credentials, QueueUrl: string): Promise<readonly Message[]> {
  const sqs = new SQSClient(client(place, credentials));
  const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 1 }));
  for (const { ReceiptHandle } of Messages) await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
  return Messages;
}

/** A message as Lambda hands it over. @see https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html */
function asRecord({ MessageId = "", Body = "" }: Message) {
  return { messageId: MessageId, body: Body, attributes: { ApproximateReceiveCount: "1" } };
}

/** Does something while the rule that waits for a person is enabled, where a root has one. */
export async function whileEnabled<T>(place: Place, account: Account, action: () => Promise<T>): Promise<T> {
  const held = account.find("aws_cloudwatch_event_rule", "state", "DISABLED");
  if (held === undefined) return action();
  const Name = text(held, "name");
  await json(place, "events", "AWSEvents.EnableRule", { Name });
  try {
    return await action();
  } finally {
    await json(place, "events", "AWSEvents.DisableRule", { Name });
  }
}

/** What plays MediaConvert: it lets no job run, and ends it afterwards, since a queue with jobs cannot be deleted. */
function mediaConvert(place: Place): MediaConvertClient {
  return new MediaConvertClient(client(place, ADMINISTRATOR));
}

async function jobOf(place: Place, Queue: string): Promise<Job | undefined> {
  const { Jobs = [] } = await mediaConvert(place).send(new ListJobsCommand({ Queue }));
  return Jobs[0];
}

/** What MediaConvert does with a job's role. @see https://docs.aws.amazon.com/mediaconvert/latest/ug/iam-role.html */
function transcoding(account: Account, bucket: string, { Role = "", Queue = "", Settings }: Job) {
  const source = "https://docs.aws.amazon.com/mediaconvert/latest/ug/iam-role.html";
  const arn = (url: string | undefined) => (url ?? "").replace("s3://", "arn:aws:s3:::");
  const as = { as: Role };
  const via = { "kms:viaservice": `s3.${account.region}.amazonaws.com` };
  const inputs = (Settings?.Inputs ?? []).map(({ FileInput }) => arn(FileInput));
  const outputs = (Settings?.OutputGroups ?? []).map(
    ({ OutputGroupSettings: { HlsGroupSettings, FileGroupSettings } = {} }) =>
      arn(HlsGroupSettings?.Destination ?? FileGroupSettings?.Destination),
  );
  return [
    ...assume(account, "mediaconvert.amazonaws.com", Role, { "aws:sourcearn": Queue }),
    ...inputs.flatMap((file) => ask(account, as, file, ["s3:GetObject"])),
    ...outputs.flatMap((file) => ask(account, as, file, ["s3:PutObject"])),
    ...ask(account, as, encryptionOf(account, bucket).key, ["kms:Decrypt", "kms:GenerateDataKey"], via),
  ].map((question) => ({ question, type: "a job of MediaConvert", source }));
}

/** @see https://docs.aws.amazon.com/mediaconvert/latest/ug/mediaconvert_event_list.html */
function ended({ account, region }: Place, { Id, Queue, UserMetadata }: Job) {
  return {
    version: "0",
    "detail-type": "MediaConvert Job State Change",
    source: "aws.mediaconvert",
    account,
    region,
    detail: { accountId: account, queue: Queue, jobId: Id, status: "COMPLETE", userMetadata: UserMetadata },
  };
}

function expectSame(root: string, what: string, got: unknown, wanted: unknown): void {
  if (JSON.stringify(got) === JSON.stringify(wanted)) return;
  throw new Failure(`${root}: ${what} must be ${JSON.stringify(wanted)}, got ${JSON.stringify(got)}`);
}
