/**
 * Who refuses a request here: AWS's own model of the service, a rule of the gateway beyond it, the handler that answers
 * in moto's place, moto, or Terraform before anything is asked. What nobody refuses is known only from an account.
 */
export type Refuser = "model" | "rule" | "handler" | "moto" | "Terraform" | "nobody";

/** Something that AWS refuses. The source is the reference of the operation unless another one is given. */
export type Refusal = readonly [by: Refuser, operation: string, what: string, source?: string];

/** The refusals of types of resources, by Terraform's name of the type. */
export type Refusals = Readonly<Record<string, readonly Refusal[]>>;

/** The reference of a service's operations, by its signing name. */
const REFERENCES: Readonly<Record<string, string>> = {
  acm: "acm/latest/APIReference/API_",
  "application-autoscaling": "autoscaling/application/APIReference/API_",
  autoscaling: "autoscaling/ec2/APIReference/API_",
  backup: "aws-backup/latest/devguide/API_",
  budgets: "aws-cost-management/latest/APIReference/API_budgets_",
  ce: "aws-cost-management/latest/APIReference/API_",
  chatbot: "chatbot/latest/APIReference/API_",
  cloudfront: "cloudfront/latest/APIReference/API_",
  ec2: "AWSEC2/latest/APIReference/API_",
  ecr: "AmazonECR/latest/APIReference/API_",
  eks: "eks/latest/APIReference/API_",
  elasticache: "AmazonElastiCache/latest/APIReference/API_",
  elasticloadbalancing: "elasticloadbalancing/latest/APIReference/API_",
  events: "eventbridge/latest/APIReference/API_",
  iam: "IAM/latest/APIReference/API_",
  kms: "kms/latest/APIReference/API_",
  lambda: "lambda/latest/api/API_",
  logs: "AmazonCloudWatchLogs/latest/APIReference/API_",
  monitoring: "AmazonCloudWatch/latest/APIReference/API_",
  rds: "AmazonRDS/latest/APIReference/API_",
  route53: "Route53/latest/APIReference/API_",
  s3: "AmazonS3/latest/API/API_",
  scheduler: "scheduler/latest/APIReference/API_",
  secretsmanager: "secretsmanager/latest/apireference/API_",
  sns: "sns/latest/api/API_",
  sqs: "AWSSimpleQueueService/latest/APIReference/API_",
  wafv2: "waf/latest/APIReference/API_",
  xray: "xray/latest/api/API_",
};

/** The page on which AWS, or whoever was refused, says so. */
export function sourceOf([, operation, , source]: Refusal): string {
  if (source !== undefined) return source;
  const [service = "", name = ""] = operation.split(" ");
  // MediaConvert's reference has a page for each kind of resource.
  if (service === "mediaconvert") return "https://docs.aws.amazon.com/mediaconvert/latest/apireference/queues.html";
  // CloudFront's model has an operation of its own for distributions with tags.
  return `https://docs.aws.amazon.com/${REFERENCES[service]}${name.replace("DistributionWithTags", "Distribution")}.html`;
}
