import { describe, expect, it } from "vitest";
import { useSandbox } from "../../support";
import { call, createDistribution, distributionConfig, error } from "./support";

const sandbox = useSandbox();
const ARN = "arn:aws:cloudfront::111111111111:function/f";
const config = (comment: string) =>
  `<FunctionConfig><Comment>${comment}</Comment><Runtime>cloudfront-js-2.0</Runtime></FunctionConfig>`;
const body = (code: string, comment = "c") =>
  `<Request><Name>f</Name><FunctionCode>${Buffer.from(code).toString("base64")}</FunctionCode>${config(comment)}</Request>`;
const bodyFor = (action: string) => (action.startsWith("PUT") ? body("x") : "");
const create = () => call(sandbox, "POST /function", body("one"));
const match = (etag: string) => ({ "if-match": etag });
const NONE = error("NoSuchFunctionExists", "The specified function does not exist: f");

describe("a function", () => {
  it("is created, and not live", async () => {
    const created = await create();
    expect(created).toMatchObject({
      status: 201,
      headers: { location: "https://cloudfront.amazonaws.com/2020-05-31/function/f" },
      text: expect.stringContaining(
        `<FunctionSummary><Name>f</Name><Status>UNPUBLISHED</Status>${config("c")}` +
          `<FunctionMetadata><FunctionARN>${ARN}</FunctionARN><Stage>DEVELOPMENT</Stage>`,
      ),
    });
    expect((await call(sandbox, "GET /function/f/describe")).text).toBe(created.text);
    expect(await call(sandbox, "GET /function/f")).toMatchObject({ status: 200, text: "one", etag: created.etag });
    expect((await call(sandbox, "GET /function/f?Stage=LIVE")).text).toContain(NONE);
    expect((await create()).text).toContain(
      error("FunctionAlreadyExists", "A function with this name already exists: f"),
    );
  });

  it("is live as it was when it was published", async () => {
    const created = await create();
    const published = await call(sandbox, "POST /function/f/publish", "", match(created.etag));
    expect(published.text).toContain("<Status>UNASSOCIATED</Status>");
    const changed = await call(sandbox, "PUT /function/f", body("two", "d"), match(created.etag));
    expect(changed.text).toContain(config("d"));
    expect((await call(sandbox, "GET /function/f?Stage=LIVE")).text).toBe("one");
    expect((await call(sandbox, "GET /function/f?Stage=DEVELOPMENT")).text).toBe("two");
    expect((await call(sandbox, "GET /function/f/describe?Stage=LIVE")).text).toContain(config("c"));
  });

  it.each([
    "GET /function/f",
    "GET /function/f/describe",
    "PUT /function/f",
    "DELETE /function/f",
    "POST /function/f/publish",
  ])("must exist: %s", async (action) => {
    expect(await call(sandbox, action, bodyFor(action))).toMatchObject({
      status: 404,
      text: expect.stringContaining(NONE),
    });
  });

  it.each(["PUT /function/f", "DELETE /function/f", "POST /function/f/publish"])(
    "is changed by who knows its version only: %s",
    async (action) => {
      await create();
      expect(await call(sandbox, action, bodyFor(action), match("other"))).toMatchObject({ status: 412 });
    },
  );

  it("must have a configuration", async () => {
    expect((await call(sandbox, "POST /function", "<Name>f</Name>")).text).toContain(
      error("MalformedXML", "The request has no FunctionConfig"),
    );
  });

  it("is deleted when no distribution uses it", async () => {
    const { etag } = await create();
    expect((await call(sandbox, "DELETE /function/f", "", match(etag))).status).toBe(204);
    expect((await call(sandbox, "GET /function/f")).status).toBe(404);
  });

  it("is used by distributions once it is published", async () => {
    const { etag } = await create();
    const using = distributionConfig({ behavior: `<FunctionARN>${ARN}</FunctionARN>` });
    expect((await createDistribution(sandbox, using)).text).toContain(
      error("InvalidFunctionAssociation", `The function does not exist or is not published: ${ARN}`),
    );
    await call(sandbox, "POST /function/f/publish", "", match(etag));
    expect((await createDistribution(sandbox, using)).status).toBe(201);
    expect((await call(sandbox, "DELETE /function/f", "", match(etag))).text).toContain(
      error("FunctionInUse", "The function is in use: f"),
    );
  });
});
