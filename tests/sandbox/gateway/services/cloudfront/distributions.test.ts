import { describe, expect, it } from "vitest";
import { useSandbox } from "../../support";
import { API, call, createDistribution, distributionConfig, error } from "./support";

const sandbox = useSandbox();
const GROUP =
  "<OriginGroups><Items><OriginGroup><Id>web</Id></OriginGroup></Items><Quantity>1</Quantity></OriginGroups>";
const methods = (...names: string[]) =>
  `<AllowedMethods><Items>${names.map((name) => `<Method>${name}</Method>`).join("")}</Items></AllowedMethods>`;
const stored =
  "<Distribution><Id>E1</Id><ARN>arn:aws:cloudfront:111111111111:distribution/E1</ARN><DistributionConfig a='b'><Lost/></DistributionConfig></Distribution>";

describe("a distribution", () => {
  it("comes back as it was put, with the lists that it left out and a whole ARN", async () => {
    const created = await createDistribution(sandbox, `<WithTags>${distributionConfig()}<Tags/></WithTags>`);
    const config =
      "<DistributionConfig><CallerReference>r</CallerReference><Enabled>true</Enabled>" +
      "<DefaultCacheBehavior><TargetOriginId>web</TargetOriginId></DefaultCacheBehavior>" +
      "<Aliases><Quantity>0</Quantity></Aliases><OriginGroups><Quantity>0</Quantity></OriginGroups>" +
      "<CacheBehaviors><Quantity>0</Quantity></CacheBehaviors>" +
      "<CustomErrorResponses><Quantity>0</Quantity></CustomErrorResponses></DistributionConfig>";
    const whole = `<Distribution><Id>E1</Id><ARN>arn:aws:cloudfront::111111111111:distribution/E1</ARN>${config}</Distribution>`;
    expect(created).toMatchObject({ status: 201, text: whole, etag: "V1" });
    sandbox.moto.on(`GET ${API}/distribution/E1`, {
      headers: { etag: "V1", "content-length": stored.length },
      body: stored,
    });
    expect(await call(sandbox, "GET /distribution/E1")).toMatchObject({ status: 200, text: whole, etag: "V1" });
    sandbox.moto.on(`GET ${API}/distribution/E1/config`, { body: "<DistributionConfig><Lost/></DistributionConfig>" });
    expect((await call(sandbox, "GET /distribution/E1/config")).text).toBe(config);
  });

  it("keeps lists that it has", async () => {
    const aliases = "<Aliases><Quantity>1</Quantity><Items><CNAME>a.com</CNAME></Items></Aliases>";
    const { text } = await createDistribution(sandbox, distributionConfig({ content: aliases }));
    expect(text.match(/<Aliases>/g)).toHaveLength(1);
  });

  it("targets an origin or a group of its own, by default too, where moto wants an origin", async () => {
    const origins =
      "<Origins><Items><Origin><Id>media</Id></Origin><Origin><Id>replica</Id></Origin></Items></Origins>";
    const group = (id: string, member: string) =>
      `<OriginGroups><Items><OriginGroup><Id>${id}</Id><Members><Items><OriginGroupMember><OriginId>media</OriginId></OriginGroupMember><OriginGroupMember><OriginId>${member}</OriginId></OriginGroupMember></Items></Members></OriginGroup></Items></OriginGroups>`;
    const behavior = "<AllowedMethods><Items><Method>GET</Method></Items></AllowedMethods>";
    const put = (groups: string) =>
      createDistribution(sandbox, distributionConfig({ behavior, content: `${origins}${groups}` }));
    expect((await put(group("web", "replica"))).text).toContain("<TargetOriginId>web</TargetOriginId>");
    expect(sandbox.moto.last(`POST ${API}/distribution`).body.toString()).toContain(
      "<TargetOriginId>media</TargetOriginId>",
    );
    for (const wrong of [group("other", "replica"), group("web", "nowhere")]) {
      expect(await put(wrong)).toMatchObject({
        status: 404,
        text: expect.stringContaining("One or more of your origins or origin groups do not exist."),
      });
    }
  });

  it("is changed", async () => {
    await createDistribution(sandbox, distributionConfig());
    sandbox.moto.xml(`PUT ${API}/distribution/E1/config`, stored);
    sandbox.moto.xml(`GET ${API}/distribution/E1`, stored);
    const changed = await call(sandbox, "PUT /distribution/E1/config", distributionConfig({ enabled: false }));
    expect(changed.text).toContain("<Enabled>false</Enabled>");
    expect((await call(sandbox, "GET /distribution/E1")).text).toContain("<Enabled>false</Enabled>");
  });

  it("stays as it was where moto refuses a change, and is moto's where it was not created here", async () => {
    sandbox.moto.xml(`GET ${API}/distribution/E1`, stored);
    expect((await call(sandbox, "GET /distribution/E1")).text).toBe(stored);
    await createDistribution(sandbox, distributionConfig());
    const refusal = error("NoSuchDistribution", "no");
    sandbox.moto.xml(`PUT ${API}/distribution/E1/config`, refusal, 404);
    const change = await call(sandbox, "PUT /distribution/E1/config", distributionConfig({ enabled: false }));
    expect(change).toMatchObject({ status: 404, text: refusal });
    expect((await call(sandbox, "GET /distribution/E1")).text).toContain("<Enabled>true</Enabled>");
    sandbox.moto.xml(`POST ${API}/distribution`, refusal, 409);
    expect(await call(sandbox, "POST /distribution", distributionConfig())).toMatchObject({
      status: 409,
      text: refusal,
    });
  });

  it("is deleted when it is disabled", async () => {
    sandbox.moto.on(`DELETE ${API}/distribution/E1`, { status: 204 });
    sandbox.moto.xml(`GET ${API}/distribution/E1`, stored);
    await createDistribution(sandbox, distributionConfig());
    expect(await call(sandbox, "DELETE /distribution/E1")).toMatchObject({
      status: 409,
      text: expect.stringContaining(
        error("DistributionNotDisabled", "The distribution you are trying to delete is not disabled"),
      ),
    });
    await createDistribution(sandbox, distributionConfig({ enabled: false }));
    expect((await call(sandbox, "DELETE /distribution/E1")).status).toBe(204);
    expect((await call(sandbox, "GET /distribution/E1")).text).toBe(stored);
  });

  it("must have a configuration", async () => {
    expect((await createDistribution(sandbox, "<Other/>")).text).toContain(
      error("MalformedXML", "The request has no DistributionConfig"),
    );
  });

  it.each([
    ["CachePolicyId", "NoSuchCachePolicy", "CachePolicy"],
    ["OriginRequestPolicyId", "NoSuchOriginRequestPolicy", "OriginRequestPolicy"],
    ["ResponseHeadersPolicyId", "NoSuchResponseHeadersPolicy", "ResponseHeadersPolicy"],
    ["KeyGroup", "NoSuchResource", "KeyGroup"],
  ])("refers to what exists: %s", async (element, code, thing) => {
    const behavior = `<${element}>none</${element}>`;
    expect((await createDistribution(sandbox, distributionConfig({ behavior }))).text).toContain(
      error(code, `The specified ${thing} does not exist: none`),
    );
    expect(
      (await createDistribution(sandbox, distributionConfig({ behavior: `<${element}></${element}>` }))).status,
    ).toBe(201);
  });

  it.each(["DELETE", "PATCH", "POST", "PUT"])("fails over no request that writes: %s", async (method) => {
    const refusal = error(
      "InvalidArgument",
      "The parameter AllowedMethods cannot include POST, PUT, PATCH, or DELETE for a cached behavior associated with an origin group.",
    );
    const config = distributionConfig({ behavior: methods("GET", method), content: GROUP });
    expect(await createDistribution(sandbox, config)).toMatchObject({
      status: 400,
      text: expect.stringContaining(refusal),
    });
    const ordered =
      "<CacheBehaviors><Items><CacheBehavior><TargetOriginId>web</TargetOriginId>" +
      `${methods("GET", method)}</CacheBehavior></Items></CacheBehaviors>`;
    const readOnly = distributionConfig({ behavior: methods("GET", "HEAD"), content: GROUP + ordered });
    expect((await createDistribution(sandbox, readOnly)).text).toContain(refusal);
  });

  it("fails over requests that read", async () => {
    const config = distributionConfig({ behavior: methods("GET", "HEAD", "OPTIONS"), content: GROUP });
    expect((await createDistribution(sandbox, config)).status).toBe(201);
  });
});

describe("the tags of a distribution", () => {
  const url = (arn: string, more = "") => `/tagging?Resource=${encodeURIComponent(arn)}${more}`;

  it.each(["GET", "POST"])("are found by the ARN that moto gives it: %s", async (method) => {
    const more = method === "POST" ? "&Operation=Tag" : "";
    const moto = `${method} ${API}${url("arn:aws:cloudfront:111111111111:distribution/E1", more)}`;
    sandbox.moto.xml(moto, "<Tags/>");
    const reply = await call(sandbox, `${method} ${url("arn:aws:cloudfront::111111111111:distribution/E1", more)}`);
    expect(reply).toMatchObject({ status: 200, text: "<Tags/>" });
  });

  it("of anything else are moto's", async () => {
    const other = url("arn:aws:cloudfront::111111111111:streaming-distribution/E1");
    sandbox.moto.xml(`GET ${API}${other}`, error("NoSuchResource", "no"), 404);
    expect((await call(sandbox, `GET ${other}`)).status).toBe(404);
  });
});

describe("the monitoring subscription of a distribution", () => {
  const url = "/distributions/E1/monitoring-subscription";
  const subscription = "<MonitoringSubscription><RealtimeMetricsSubscriptionConfig/></MonitoringSubscription>";

  it("comes back as it was put until it is deleted", async () => {
    await createDistribution(sandbox, distributionConfig());
    expect((await call(sandbox, `POST ${url}/`, subscription)).text).toContain(subscription);
    expect((await call(sandbox, `GET ${url}`)).text).toContain(subscription);
    expect((await call(sandbox, `DELETE ${url}`)).status).toBe(200);
    for (const method of ["GET", "DELETE"]) {
      expect(await call(sandbox, `${method} ${url}`)).toMatchObject({
        status: 404,
        text: expect.stringContaining(
          error("NoSuchMonitoringSubscription", "A monitoring subscription does not exist"),
        ),
      });
    }
  });

  it.each(["POST", "GET", "DELETE"])("needs the distribution: %s", async (method) => {
    expect(await call(sandbox, `${method} ${url}`, method === "POST" ? subscription : "")).toMatchObject({
      status: 404,
      text: expect.stringContaining(error("NoSuchDistribution", "The specified distribution does not exist.")),
    });
  });
});
