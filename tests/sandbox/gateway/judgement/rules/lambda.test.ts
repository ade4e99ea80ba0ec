import { beforeEach, describe, expect, it } from "vitest";
import type { Sandbox } from "../../support";
import { useJudgingSandbox } from "../support";

const FUNCTIONS = "/2015-03-31/functions";

function reserve(sandbox: Sandbox, ReservedConcurrentExecutions: number) {
  return sandbox.rest("lambda", "PUT /2017-10-31/functions/submit/concurrency", { ReservedConcurrentExecutions });
}

function withReservations(sandbox: Sandbox): void {
  sandbox.moto.json(`GET ${FUNCTIONS}/`, { Functions: [{ FunctionName: "submit" }, { FunctionName: "report" }] });
  sandbox.moto.json("GET /2019-09-30/functions/submit/concurrency", { ReservedConcurrentExecutions: 99 });
  sandbox.moto.json("GET /2019-09-30/functions/report/concurrency", { ReservedConcurrentExecutions: 10 });
  sandbox.moto.json("PUT /2017-10-31/functions/submit/concurrency", {});
}

const refusal = (message: string) => ({ status: 400, json: { code: "InvalidParameterValueException", message } });

describe("reservations in a prepared account", () => {
  const sandbox = useJudgingSandbox();
  beforeEach(() => withReservations(sandbox));

  it("leave a hundred executions to functions without one", async () => {
    expect((await reserve(sandbox, 890)).status).toBe(200);
    expect(await reserve(sandbox, 891)).toEqual(
      refusal(
        "Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [100].",
      ),
    );
  });
});

describe("reservations in a new account", () => {
  const sandbox = useJudgingSandbox({ lambdaExecutions: 10 });
  beforeEach(() => withReservations(sandbox));

  it("are refused, however small", async () => {
    expect(await reserve(sandbox, 1)).toEqual(
      refusal(
        "Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [10].",
      ),
    );
  });
});

describe("a queue that feeds a function", () => {
  const sandbox = useJudgingSandbox();
  const map = () =>
    sandbox.rest("lambda", "POST /2015-03-31/event-source-mappings", {
      EventSourceArn: "arn:aws:sqs:us-east-1:111111111111:uploads",
      FunctionName: "submit",
    });

  it("hides a message as long as the function may take", async () => {
    sandbox.moto.json("POST /2015-03-31/event-source-mappings", { UUID: "1" }, 202);
    sandbox.moto.json(`GET ${FUNCTIONS}/submit/configuration`, { Timeout: 60 });
    sandbox.moto.json("GetQueueAttributes", { Attributes: { VisibilityTimeout: "60" } });
    expect((await map()).status).toBe(202);
    sandbox.moto.json("GetQueueAttributes", { Attributes: { VisibilityTimeout: "30" } });
    expect(await map()).toEqual(
      refusal(
        "Invalid request provided: Queue visibility timeout: 30 seconds is less than Function timeout: 60 seconds",
      ),
    );
  });
});
