import { beforeEach, describe, expect, it } from "vitest";
import { useSandbox } from "../support";

const sandbox = useSandbox();
const lambda = (action: string, parameters?: unknown) => sandbox.rest("lambda", action, parameters);

const FUNCTIONS = "/2015-03-31/functions";
const FUNCTION = `${FUNCTIONS}/submit`;
const ARN = "arn:aws:lambda:us-east-1:111111111111:function:submit";
const IN_MOTO = { FunctionName: "submit", Timeout: 30 };
const SETTINGS = {
  LoggingConfig: { LogFormat: "JSON", LogGroup: "/aws/lambda/submit" },
  DeadLetterConfig: { TargetArn: "arn:aws:sqs:us-east-1:111111111111:failures" },
};

beforeEach(() => {
  sandbox.moto.json(`POST ${FUNCTIONS}`, IN_MOTO, 201);
  sandbox.moto.json(`GET ${FUNCTION}`, { Configuration: IN_MOTO, Tags: {} });
  sandbox.moto.json(`GET ${FUNCTION}/configuration`, IN_MOTO);
  sandbox.moto.json(`PUT ${FUNCTION}/configuration`, IN_MOTO);
  sandbox.moto.json(`PUT ${FUNCTION}/code`, IN_MOTO);
  sandbox.moto.on(`DELETE ${FUNCTION}`, { status: 204 });
});

const create = () => lambda(`POST ${FUNCTIONS}`, { FunctionName: "submit", Timeout: 30, ...SETTINGS });

describe("where a function's logs and dead letters go", () => {
  const whole = { ...IN_MOTO, ...SETTINGS };

  it("comes back from the function's creation on", async () => {
    expect(await create()).toEqual({ status: 201, json: whole });
    expect((await lambda(`GET ${FUNCTION}`)).json).toEqual({ Configuration: whole, Tags: {} });
    expect((await lambda(`GET ${FUNCTION}/configuration`)).json).toEqual(whole);
    expect((await lambda(`PUT ${FUNCTION}/code`, { ZipFile: "" })).json).toEqual(whole);
  });

  it("comes back when the function is named by its ARN", async () => {
    await create();
    const path = `${FUNCTIONS}/${encodeURIComponent(ARN)}`;
    sandbox.moto.json(`GET ${path}`, { Configuration: IN_MOTO });
    expect((await lambda(`GET ${path}`)).json).toEqual({ Configuration: whole });
  });

  it("can be changed, each by itself", async () => {
    await create();
    const LoggingConfig = { LogFormat: "Text" };
    expect((await lambda(`PUT ${FUNCTION}/configuration`, { LoggingConfig })).json).toEqual({
      ...whole,
      LoggingConfig,
    });
    expect((await lambda(`GET ${FUNCTION}/configuration`)).json).toEqual({ ...whole, LoggingConfig });
  });

  it("goes with the function", async () => {
    await create();
    expect((await lambda(`DELETE ${FUNCTION}`)).status).toBe(204);
    expect((await lambda(`GET ${FUNCTION}/configuration`)).json).toEqual(IN_MOTO);
  });

  it("is not invented", async () => {
    expect((await lambda(`GET ${FUNCTION}/configuration`)).json).toEqual(IN_MOTO);
  });

  it("is not remembered if moto refuses the function", async () => {
    sandbox.moto.json(`POST ${FUNCTIONS}`, { message: "no" }, 400);
    expect((await create()).status).toBe(400);
    expect((await lambda(`GET ${FUNCTION}/configuration`)).json).toEqual(IN_MOTO);
  });
});
