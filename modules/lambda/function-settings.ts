/** How much of everything a function may take. */
export interface FunctionSettings {
  /** Seconds after which an invocation is ended, 1 to 900. */
  readonly timeoutSeconds: number;
  /** Memory in MiB, 128 to 10240; processor time grows with it. */
  readonly memoryMib: number;
  /**
   * How many invocations may run at a time, at least 1, and 2 for a function that takes from a queue. They are kept from
   * the account's other functions, of whose concurrency AWS leaves 100 to those that reserve none.
   */
  readonly reservedConcurrency: number;
}

/** A function's settings with what they are checked against. */
export interface CheckedFunction extends FunctionSettings {
  /** Name in the account. */
  readonly functionName: string;
  /** How long the queue that it takes from hides a message, and how many messages it takes at once. */
  readonly queue: "none" | { readonly visibilityTimeoutSeconds: number; readonly batchSize: number };
}

/** @see https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const LONGEST_NAME = 64;
const MEMORY_MIB = { least: 128, most: 10_240 };
const LONGEST_TIMEOUT_SECONDS = 900;

/** @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html */
const VISIBILITY_PER_TIMEOUT = 6;
const LARGEST_BATCH = 10;
/** @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html */
const LEAST_QUEUE_CONCURRENCY = 2;

/**
 * Checks what types cannot.
 * @returns every problem at once, `[]` when there is none
 */
export function functionProblems(checked: CheckedFunction): string[] {
  const { functionName, timeoutSeconds, memoryMib, reservedConcurrency, queue } = checked;
  const leastConcurrency = queue === "none" ? 1 : LEAST_QUEUE_CONCURRENCY;
  const problems = [
    ...rangeProblems("timeoutSeconds", timeoutSeconds, 1, LONGEST_TIMEOUT_SECONDS, "split the work"),
    ...rangeProblems("memoryMib", memoryMib, MEMORY_MIB.least, MEMORY_MIB.most, "Lambda has no other"),
  ];
  if (!/^[\w-]+$/.test(functionName) || functionName.length > LONGEST_NAME) {
    problems.push(
      `name: must be letters, digits, hyphens and underscores, at most ${LONGEST_NAME} with the prefix, ` +
        `got ${JSON.stringify(functionName)} (${functionName.length}); shorten it`,
    );
  }
  if (!(Number.isInteger(reservedConcurrency) && reservedConcurrency >= leastConcurrency)) {
    problems.push(
      `reservedConcurrency: must be a whole number from ${leastConcurrency}` +
        `${queue === "none" ? "" : " for a function that takes from a queue"}, got ${reservedConcurrency}; ` +
        "0 would stop the function",
    );
  }
  if (queue !== "none") {
    const { visibilityTimeoutSeconds, batchSize } = queue;
    problems.push(...rangeProblems("batchSize", batchSize, 1, LARGEST_BATCH, "SQS hands out ten at once"));
    const least = VISIBILITY_PER_TIMEOUT * timeoutSeconds;
    if (visibilityTimeoutSeconds < least) {
      problems.push(
        `queue: must hide a message for at least six times timeoutSeconds, ${least} seconds, ` +
          `got ${visibilityTimeoutSeconds}; a message must not come back while Lambda still tries`,
      );
    }
  }
  return problems;
}

function rangeProblems(setting: string, value: number, least: number, most: number, remedy: string): string[] {
  if (Number.isInteger(value) && value >= least && value <= most) return [];
  return [`${setting}: must be a whole number from ${least} to ${most}, got ${value}; ${remedy}`];
}
