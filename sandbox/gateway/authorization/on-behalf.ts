import type { Call } from "./call";
import { arnOf, type Need } from "./table";

/** Something that AWS does for a call besides what the call says, and the rights that it takes. */
interface OnBehalf {
  /** The operations, each `<signing name> <operation>`. */
  readonly of: readonly string[];
  readonly needs: (call: Call) => readonly Need[] | Promise<readonly Need[]>;
  /** Where AWS says so. */
  readonly source: string;
}

/** A service-linked role that appears with the first call of an account. */
function linkedRole(service: string, role: string) {
  return ({ account }: Call): Need[] => [
    {
      action: "iam:CreateServiceLinkedRole",
      resource: `arn:aws:iam::${account}:role/aws-service-role/${service}/${role}`,
      context: { "iam:awsservicename": service },
      unlessExists: true,
    },
  ];
}

/** What a service does with a key of the account in the name of the caller. */
async function useKey(
  call: Call,
  key: string | undefined,
  via: string | undefined,
  actions: readonly string[],
  context = {},
): Promise<Need[]> {
  const resource = key === undefined || key === "" ? undefined : await call.facts.keyArn(key, call.region);
  if (resource === undefined) return [];
  return actions.map((action) => ({
    action: `kms:${action}`,
    resource,
    context: action === "CreateGrant" ? { ...context, "kms:grantisforawsresource": "true" } : context,
    ...(via === undefined ? {} : { via }),
  }));
}

/** What delivering logs to CloudWatch Logs takes of who turns it on, before deliveries were resources. */
function deliverToLogs(via: string, ...more: readonly string[]): Need[] {
  const actions = ["CreateLogDelivery", ...more, "DescribeLogGroups", "DescribeResourcePolicies", "PutResourcePolicy"];
  return actions.map((action) => ({ action: `logs:${action}`, resource: "*", via }));
}

const DATABASE_KEY = ["CreateGrant", "DescribeKey"];

/** The rows, by service. */
const ROWS: readonly OnBehalf[] = [
  {
    of: ["kms CreateKey"],
    needs: (call) =>
      call.isTrue("MultiRegion")
        ? linkedRole("mrk.kms.amazonaws.com", "AWSServiceRoleForKMSMultiRegionKeys")(call)
        : [],
    source: "https://docs.aws.amazon.com/kms/latest/developerguide/multi-region-auth-slr.html",
  },
  {
    of: ["kms ReplicateKey"],
    needs: linkedRole("mrk.kms.amazonaws.com", "AWSServiceRoleForKMSMultiRegionKeys"),
    source: "https://docs.aws.amazon.com/kms/latest/developerguide/multi-region-keys-auth.html",
  },
  {
    of: ["rds CreateDBCluster", "rds CreateDBInstance", "rds CreateGlobalCluster"],
    needs: linkedRole("rds.amazonaws.com", "AWSServiceRoleForRDS"),
    source: "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/UsingWithRDS.IAM.ServiceLinkedRoles.html",
  },
  {
    of: ["rds CreateDBCluster"],
    needs: (call) => useKey(call, call.text("KmsKeyId"), "rds", DATABASE_KEY),
    source: "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Overview.Encryption.Keys.html",
  },
  {
    of: ["rds CreateDBCluster", "rds ModifyDBCluster"],
    needs: async (call) => {
      if (!call.isTrue("ManageMasterUserPassword")) return [];
      const secret = arnOf(call, "secret:rds!cluster-*", { service: "secretsmanager" });
      const key = call.text("MasterUserSecretKmsKeyId");
      return [
        { action: "secretsmanager:CreateSecret", resource: secret, via: "rds" },
        { action: "secretsmanager:TagResource", resource: secret, via: "rds" },
        ...(await useKey(call, key, "rds", DATABASE_KEY)),
        ...(await useKey(call, key, "secretsmanager", ["Decrypt", "GenerateDataKey"])),
      ];
    },
    source: "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/rds-secrets-manager.html",
  },
  {
    of: ["eks CreateCluster"],
    needs: linkedRole("eks.amazonaws.com", "AWSServiceRoleForAmazonEKS"),
    source: "https://docs.aws.amazon.com/eks/latest/userguide/using-service-linked-roles-eks.html",
  },
  {
    // Who makes the cluster gives EKS a grant on the key of its secrets.
    of: ["eks CreateCluster"],
    needs: async (call) => {
      const [encryption] = call.items("encryptionConfig");
      const provider = (encryption as { provider?: { keyArn?: string } } | undefined)?.provider;
      return useKey(call, provider?.keyArn, undefined, ["CreateGrant", "DescribeKey"]);
    },
    source: "https://docs.aws.amazon.com/eks/latest/userguide/enable-kms.html",
  },
  {
    of: ["eks CreateNodegroup"],
    needs: linkedRole("eks-nodegroup.amazonaws.com", "AWSServiceRoleForAmazonEKSNodegroup"),
    source: "https://docs.aws.amazon.com/eks/latest/userguide/using-service-linked-roles-eks-nodegroups.html",
  },
  {
    of: ["elasticache CreateReplicationGroup"],
    needs: linkedRole("elasticache.amazonaws.com", "AWSServiceRoleForElastiCache"),
    source: "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/using-service-linked-roles.html",
  },
  {
    of: ["elasticache CreateReplicationGroup"],
    needs: (call) => useKey(call, call.text("KmsKeyId"), "elasticache", ["CreateGrant", "DescribeKey"]),
    source: "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/at-rest-encryption.html",
  },
  {
    of: ["elasticache CreateReplicationGroup"],
    needs: (call) => (call.items("LogDeliveryConfigurations").length > 0 ? deliverToLogs("elasticache") : []),
    source: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-infrastructure-CWL.html",
  },
  {
    of: ["elasticloadbalancing CreateLoadBalancer"],
    needs: linkedRole("elasticloadbalancing.amazonaws.com", "AWSServiceRoleForElasticLoadBalancing"),
    source: "https://docs.aws.amazon.com/elasticloadbalancing/latest/userguide/elb-service-linked-roles.html",
  },
  {
    of: ["backup CreateBackupVault"],
    needs: async (call) => [
      { action: "backup-storage:MountCapsule", resource: "*" },
      ...(await useKey(call, call.text("EncryptionKeyArn"), "backup", [
        "CreateGrant",
        "DescribeKey",
        "RetireGrant",
        "Decrypt",
        "GenerateDataKey",
      ])),
    ],
    source: "https://docs.aws.amazon.com/aws-backup/latest/devguide/create-a-vault.html",
  },
  {
    of: ["backup CreateBackupSelection"],
    needs: linkedRole("backup.amazonaws.com", "AWSServiceRoleForBackup"),
    source:
      "https://docs.aws.amazon.com/aws-backup/latest/devguide/using-service-linked-roles-AWSServiceRoleForBackup.html",
  },
  {
    of: ["application-autoscaling RegisterScalableTarget"],
    needs: (call) =>
      call.text("ServiceNamespace") === "rds"
        ? linkedRole(
            "rds.application-autoscaling.amazonaws.com",
            "AWSServiceRoleForApplicationAutoScaling_RDSCluster",
          )(call)
        : [],
    source:
      "https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-service-linked-roles.html",
  },
  {
    // A target tracking policy makes its alarms.
    of: ["application-autoscaling PutScalingPolicy"],
    needs: (call) => [
      {
        action: "cloudwatch:PutMetricAlarm",
        resource: arnOf(call, "alarm:TargetTracking-*", { service: "cloudwatch" }),
        via: "application-autoscaling",
      },
    ],
    source: "https://docs.aws.amazon.com/autoscaling/application/userguide/security_iam_id-based-policy-examples.html",
  },
  {
    of: ["chatbot CreateSlackChannelConfiguration"],
    needs: linkedRole("management.chatbot.amazonaws.com", "AWSServiceRoleForAWSChatbot"),
    source: "https://docs.aws.amazon.com/chatbot/latest/adminguide/using-service-linked-roles.html",
  },
  {
    of: ["wafv2 PutLoggingConfiguration"],
    needs: linkedRole("wafv2.amazonaws.com", "AWSServiceRoleForWAFV2Logging"),
    source: "https://docs.aws.amazon.com/waf/latest/developerguide/using-service-linked-roles.html",
  },
  {
    of: ["wafv2 PutLoggingConfiguration"],
    needs: () => deliverToLogs("wafv2", "DeleteLogDelivery"),
    source: "https://docs.aws.amazon.com/waf/latest/developerguide/logging-cw-logs.html",
  },
  {
    of: ["logs PutDeliverySource"],
    needs: (call) => {
      const resource = call.required("resourceArn");
      const service = resource.split(":")[2] ?? "";
      return [{ action: `${service}:AllowVendedLogDeliveryForResource`, resource, via: "logs" }];
    },
    source: "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logging.html",
  },
  {
    of: ["logs CreateLogGroup", "logs AssociateKmsKey"],
    needs: async (call) => {
      const group = arnOf(call, `log-group:${call.required("logGroupName")}`);
      const key = await useKey(
        call,
        call.text("kmsKeyId"),
        undefined,
        ["Encrypt", "Decrypt", "GenerateDataKey", "DescribeKey"],
        {
          "kms:encryptioncontext:aws:logs:arn": group,
        },
      );
      const message = `The specified KMS key does not exist or is not allowed to be used with LogGroup '${group}'`;
      const refused = { code: "InvalidParameterException", message };
      return key.map((need) => ({ ...need, by: `logs.${call.region}.amazonaws.com`, refused }));
    },
    source: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html",
  },
  {
    of: ["ec2 CreateVpcEndpoint"],
    needs: (call) =>
      call.isTrue("PrivateDnsEnabled")
        ? [{ action: "route53:AssociateVPCWithHostedZone", resource: "arn:aws:route53:::hostedzone/*", via: "ec2" }]
        : [],
    source: "https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html",
  },
  {
    of: ["secretsmanager CreateSecret", "secretsmanager PutSecretValue", "secretsmanager UpdateSecret"],
    needs: async (call) => {
      const holdsValue = call.text("SecretString") !== undefined || call.text("SecretBinary") !== undefined;
      if (!holdsValue) return [];
      const key = call.text("KmsKeyId") ?? (await secretKey(call));
      return useKey(call, key, "secretsmanager", ["GenerateDataKey", "Decrypt"]);
    },
    source: "https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html",
  },
  {
    of: ["secretsmanager GetSecretValue"],
    needs: async (call) => useKey(call, await secretKey(call), "secretsmanager", ["Decrypt"]),
    source: "https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html",
  },
  {
    of: ["s3 PutObject", "s3 GetObject"],
    needs: async (call) => {
      // A HEAD has no content.
      if (call.request.method === "HEAD") return [];
      const bucket = call.required("Bucket");
      const byDefault = await call.facts.bucketKey(bucket);
      const key = call.header("x-amz-server-side-encryption-aws-kms-key-id") ?? byDefault?.arn;
      const object = byDefault?.forBucket === true ? "" : `/${call.required("Key")}`;
      const context = { "kms:encryptioncontext:aws:s3:arn": `arn:aws:s3:::${bucket}${object}` };
      return useKey(call, key, "s3", [call.operation === "PutObject" ? "GenerateDataKey" : "Decrypt"], context);
    },
    source: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html",
  },
  {
    of: ["sqs SendMessage", "sqs ReceiveMessage"],
    needs: async (call) => {
      const queue = arnOf(call, new URL(call.required("QueueUrl")).pathname.split("/").at(-1) ?? "");
      const key = await call.facts.queueAttribute(queue, "KmsMasterKeyId");
      return useKey(call, key, "sqs", call.operation === "SendMessage" ? ["GenerateDataKey", "Decrypt"] : ["Decrypt"]);
    },
    source: "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html",
  },
  {
    of: ["sns Publish"],
    needs: async (call) => {
      const key = await call.facts.topicAttribute(call.required("TopicArn"), "KmsMasterKeyId");
      return useKey(call, key, "sns", ["GenerateDataKey", "Decrypt"]);
    },
    source: "https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html",
  },
  {
    // The function takes the messages with its own role.
    of: ["lambda CreateEventSourceMapping"],
    needs: async (call) => {
      const queue = call.text("EventSourceArn") ?? "";
      const role = await call.facts.functionRole(call.required("FunctionName"), call.region);
      if (!queue.startsWith("arn:aws:sqs:") || role === undefined) return [];
      const refused = (action: string) => ({
        code: "InvalidParameterValueException",
        message: `The function execution role does not have permissions to call ${action} on SQS`,
      });
      const key = await call.facts.queueAttribute(queue, "KmsMasterKeyId");
      const decrypt = await useKey(call, key, "sqs", ["Decrypt"]);
      return [
        ...["ReceiveMessage", "DeleteMessage", "GetQueueAttributes"].map((action) => ({
          action: `sqs:${action}`,
          resource: queue,
          as: role,
          refused: refused(action),
        })),
        ...decrypt.map((need) => ({ ...need, as: role, refused: refused("ReceiveMessage") })),
      ];
    },
    source: "https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html",
  },
  {
    of: ["lambda PutFunctionEventInvokeConfig"],
    needs: async (call) => {
      const role = await call.facts.functionRole(call.required("function"), call.region);
      if (role === undefined) return [];
      return ["OnFailure", "OnSuccess"].flatMap((end) => {
        const resource = call.text("DestinationConfig", end, "Destination") ?? "";
        const action = resource.startsWith("arn:aws:sqs:") ? "SendMessage" : "Publish";
        const service = resource.split(":")[2];
        if (service !== "sqs" && service !== "sns") return [];
        const message = `The function's execution role does not have permissions to call ${action} on ${resource}`;
        const refused = { code: "InvalidParameterValueException", message };
        return [{ action: `${service}:${action}`, resource, as: role, refused }];
      });
    },
    source: "https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html",
  },
  {
    of: ["ecr CreateRepository"],
    needs: (call) =>
      useKey(call, call.text("encryptionConfiguration", "kmsKey"), "ecr", [
        "CreateGrant",
        "DescribeKey",
        "RetireGrant",
      ]),
    source: "https://docs.aws.amazon.com/AmazonECR/latest/userguide/encryption-at-rest.html",
  },
  {
    of: ["ecr PutReplicationConfiguration"],
    needs: linkedRole("replication.ecr.amazonaws.com", "AWSServiceRoleForECRReplication"),
    source: "https://docs.aws.amazon.com/AmazonECR/latest/userguide/slr-replication.html",
  },
];

/** The rights that AWS uses on behalf of a call. */
export async function onBehalf(call: Call): Promise<readonly Need[]> {
  const name = `${call.request.service} ${call.operation}`;
  const rows = ROWS.filter(({ of }) => of.includes(name));
  return (await Promise.all(rows.map(({ needs }) => needs(call)))).flat();
}

async function secretKey(call: Call): Promise<string | undefined> {
  const id = call.text("SecretId") ?? call.required("Name");
  return call.facts.secretKey(id.startsWith("arn:") ? id : arnOf(call, `secret:${id}-??????`));
}
