import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { LambdaEventSourceMapping } from "@cdktf/provider-aws/lib/lambda-event-source-mapping";
import { LambdaFunction } from "@cdktf/provider-aws/lib/lambda-function";
import { LambdaFunctionEventInvokeConfig } from "@cdktf/provider-aws/lib/lambda-function-event-invoke-config";
import { AssetType, TerraformAsset } from "cdktf";
import { Construct } from "constructs";
import { report } from "../foundation/checks";
import type { Arn, Keys } from "../foundation/contracts";
import type { Site } from "../foundation/names";
import type { PolicyStatement } from "../foundation/policy-document";
import { ServiceRole } from "../foundation/service-role";
import { consumeStatements, publishStatements, sendStatements } from "../messaging";
import { bundleOf, HANDLER } from "./bundle";
import { type FunctionSettings, functionProblems, type Invocation } from "./function-settings";
import { type FunctionMetrics, functionMetrics } from "./metrics";

export interface TypescriptFunctionProps {
  readonly keys: Pick<Keys, "logs" | "messages">;
  /** Purpose in a word or two; with the prefix the name of the function and its role. */
  readonly name: string;
  readonly description: string;
  /** Path of the source that exports `handler`, below the project's folder. */
  readonly source: string;
  readonly invocation: Invocation;
  /** Queues that the function sends to. */
  readonly sendsTo?: readonly Arn[];
  /** Other statements of its role. */
  readonly statements: readonly PolicyStatement[];
  /** Environment variables; no secrets, everyone who can see the function sees them. */
  readonly variables: Readonly<Record<string, string>>;
  readonly site: Pick<Site, "region" | "prefix">;
  readonly settings: FunctionSettings;
  readonly logRetentionDays: number;
}

/** The newest long-term release of Node.js that the oldest AWS provider of the platform knows. */
const RUNTIME = "nodejs22.x";

/** Lambda tries an asynchronous invocation once and, if it fails, twice more. */
const RETRIES = 2;

/**
 * Lambda function in TypeScript, bundled at synth: on Graviton, traced, with JSON logs in an encrypted group of its own,
 * and a role with the given statements and no more. Its code changes when its sources do. Reports every
 * problem of the settings.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/best-practices.html
 */
export class TypescriptFunction extends Construct {
  readonly function: LambdaFunction;
  readonly metrics: FunctionMetrics;
  readonly logGroup: CloudwatchLogGroup;
  readonly role: ServiceRole;
  readonly timeoutSeconds: number;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: TypescriptFunctionProps,
  ) {
    super(scope, id);
    const { settings, invocation } = props;
    this.timeoutSeconds = settings.timeoutSeconds;
    report(this, functionProblems({ ...settings, functionName: this.functionName, invocation }));
    this.logGroup = this.createLogGroup();
    this.role = this.createRole();
    this.function = this.createFunction();
    this.metrics = functionMetrics(this.function.functionName);
    if (invocation.by === "queue") this.consume(invocation.queue, invocation.batchSize);
    if (invocation.by === "events") this.sendResults(invocation.failures, invocation.results);
  }

  private get functionName(): string {
    return `${this.props.site.prefix}-${this.props.name}`;
  }

  private createLogGroup(): CloudwatchLogGroup {
    const { keys, logRetentionDays } = this.props;
    return new CloudwatchLogGroup(this, "logs", {
      name: `/aws/lambda/${this.functionName}`,
      kmsKeyId: keys.logs.arn,
      retentionInDays: logRetentionDays,
    });
  }

  private createRole(): ServiceRole {
    const { description, statements } = this.props;
    return new ServiceRole(this, "role", {
      name: this.functionName,
      description: `Function: ${description}`,
      service: "lambda.amazonaws.com",
      statements: [
        {
          Sid: "WriteLogs",
          Effect: "Allow",
          Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
          Resource: `${this.logGroup.arn}:*`,
        },
        {
          // X-Ray knows no resources for these.
          Sid: "WriteTraces",
          Effect: "Allow",
          Action: ["xray:PutTelemetryRecords", "xray:PutTraceSegments"],
          Resource: "*",
        },
        ...this.messageStatements(),
        ...statements,
      ],
    });
  }

  private messageStatements(): PolicyStatement[] {
    const { keys, invocation, sendsTo = [], site } = this.props;
    const scope = { messagesKeyArn: keys.messages.arn, region: site.region };
    if (invocation.by === "queue") {
      const consumed = consumeStatements({ ...scope, queueArns: [invocation.queue.arn] });
      return [...consumed, ...sendStatements({ ...scope, queueArns: sendsTo.map(({ arn }) => arn) })];
    }
    if (invocation.by === "rotation") return sendStatements({ ...scope, queueArns: sendsTo.map(({ arn }) => arn) });
    const { failures, results } = invocation;
    return [
      ...sendStatements({ ...scope, queueArns: [failures, ...sendsTo].map(({ arn }) => arn) }),
      ...(results === undefined ? [] : publishStatements({ ...scope, topicArn: results.arn })),
    ];
  }

  private createFunction(): LambdaFunction {
    const { description, source, variables, settings } = this.props;
    const { archive, hash } = bundleOf(source);
    // Without the hash that cdktf puts in the path by default, only `source_code_hash` shows that the code has changed.
    const code = new TerraformAsset(this, "code", { path: archive, type: AssetType.FILE, assetHash: "." });
    return new LambdaFunction(this, "function", {
      functionName: this.functionName,
      description,
      role: this.role.arn,
      runtime: RUNTIME,
      architectures: ["arm64"],
      filename: code.path,
      sourceCodeHash: hash,
      handler: HANDLER,
      timeout: settings.timeoutSeconds,
      memorySize: settings.memoryMib,
      reservedConcurrentExecutions: settings.reservedConcurrency,
      environment: { variables: { ...variables } },
      tracingConfig: { mode: "Active" },
      loggingConfig: {
        logFormat: "JSON",
        applicationLogLevel: "INFO",
        systemLogLevel: "WARN",
        logGroup: this.logGroup.name,
      },
      dependsOn: [...this.role.rights],
    });
  }

  private consume(queue: Arn, batchSize: number): void {
    new LambdaEventSourceMapping(this, "queue", {
      functionName: this.function.arn,
      eventSourceArn: queue.arn,
      batchSize,
      // A function that names the messages it failed at gets only those again.
      functionResponseTypes: ["ReportBatchItemFailures"],
      // Without it, Lambda takes more messages than may run, and lets them fail until they are dead letters.
      scalingConfig: { maximumConcurrency: this.props.settings.reservedConcurrency },
    });
  }

  private sendResults(failures: Arn, results: Arn | undefined): void {
    new LambdaFunctionEventInvokeConfig(this, "ends", {
      functionName: this.function.functionName,
      maximumRetryAttempts: RETRIES,
      destinationConfig: {
        onFailure: { destination: failures.arn },
        ...(results === undefined ? {} : { onSuccess: { destination: results.arn } }),
      },
    });
  }
}

/** Executions that AWS lets no function reserve. @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html */
const UNRESERVED = 100;

/** Quota of concurrent executions below which AWS refuses what the functions of a scope reserve; 0 where it has none. */
export function executionsFor(scope: Construct): number {
  const functions = scope.node.findAll().filter((one) => one instanceof LambdaFunction);
  const reserved = functions.reduce(
    (sum, { reservedConcurrentExecutionsInput = 0 }) => sum + reservedConcurrentExecutionsInput,
    0,
  );
  return reserved === 0 ? 0 : reserved + UNRESERVED;
}
