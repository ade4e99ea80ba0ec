import { describe, expect, it } from "vitest";
import { useSandbox } from "../../support";
import { call, createDistribution, distributionConfig, error, idOf } from "./support";

const sandbox = useSandbox();
const KEY = "<EncodedKey>-----BEGIN PUBLIC KEY-----&#xA;AAAA&#xA;-----END PUBLIC KEY-----&#xA;</EncodedKey>";

describe.each([
  { path: "cache-policy", element: "CachePolicy", settings: "<MinTTL>1</MinTTL>", time: "LastModifiedTime" },
  {
    path: "origin-request-policy",
    element: "OriginRequestPolicy",
    settings: "<Comment>c</Comment>",
    time: "LastModifiedTime",
  },
  {
    path: "response-headers-policy",
    element: "ResponseHeadersPolicy",
    settings: "<Comment>c</Comment>",
    time: "LastModifiedTime",
  },
  { path: "public-key", element: "PublicKey", settings: KEY, time: "CreatedTime" },
  { path: "key-group", element: "KeyGroup", settings: "<Items></Items>", time: "LastModifiedTime" },
])("a $element", ({ path, element, settings, time }) => {
  const body = (name: string) => `<${element}Config><Name>${name}</Name>${settings}</${element}Config>`;
  const sent = (name: string) => body(name).replace(">", ' xmlns="http://cloudfront.amazonaws.com/doc/2020-05-31/">');
  const create = (name = "lms") => call(sandbox, `POST /${path}`, sent(name));
  const missing = element === "KeyGroup" ? "NoSuchResource" : `NoSuch${element}`;

  it("is created and comes back as it was put", async () => {
    const created = await create();
    const id = idOf(created);
    expect(created.status).toBe(201);
    expect(created.headers.location).toBe(`https://cloudfront.amazonaws.com/2020-05-31/${path}/${id}`);
    expect(created.text).toMatch(new RegExp(`<${element}><Id>${id}</Id><${time}>[^<]+Z</${time}>`));
    expect(created.text).toContain(body("lms"));
    const read = await call(sandbox, `GET /${path}/${id}`);
    expect(read).toMatchObject({ status: 200, text: created.text, etag: created.etag });
  });

  it("must have a configuration, and a name of its own", async () => {
    expect(await call(sandbox, `POST /${path}`, "<Other/>")).toMatchObject({
      status: 400,
      text: expect.stringContaining(error("MalformedXML", `The request has no ${element}Config`)),
    });
    await create();
    expect(await create()).toMatchObject({
      status: 409,
      text: expect.stringContaining(error(`${element}AlreadyExists`, `${element} lms already exists`)),
    });
  });

  it.each(["", "/config"])("is changed by who knows its version: %j", async (suffix) => {
    const created = await create();
    const id = idOf(created);
    const change = (etag: string) => call(sandbox, `PUT /${path}/${id}${suffix}`, sent("new"), { "if-match": etag });
    const changed = await change(created.etag);
    expect(changed).toMatchObject({ status: 200, text: expect.stringContaining(body("new")) });
    expect(changed.etag).not.toBe(created.etag);
    expect(await change(created.etag)).toMatchObject({
      status: 412,
      text: expect.stringContaining(error("PreconditionFailed", "The If-Match header must hold the current ETag")),
    });
  });

  it("is deleted by who knows its version, once", async () => {
    const created = await create();
    const remove = (etag: string) => call(sandbox, `DELETE /${path}/${idOf(created)}`, "", { "if-match": etag });
    expect((await remove("other")).status).toBe(412);
    expect((await remove(created.etag)).status).toBe(204);
    expect((await remove(created.etag)).text).toContain(`<Code>${missing}</Code>`);
  });

  it.each(["GET", "PUT", "DELETE"])("must exist: %s", async (method) => {
    expect(await call(sandbox, `${method} /${path}/none`, method === "PUT" ? sent("lms") : "")).toMatchObject({
      status: 404,
      text: expect.stringContaining(error(missing, `The specified ${element} does not exist: none`)),
    });
  });

  it("is listed", async () => {
    const id = idOf(await create());
    expect((await call(sandbox, `GET /${path}?Type=custom`)).text).toContain(
      `<${element}List><MaxItems>100</MaxItems><Quantity>1</Quantity><Items>` +
        `<${element}Summary><Type>custom</Type><${element}><Id>${id}</Id>`,
    );
  });
});

describe.each([
  ["cache-policy", "CachePolicy", "658327ea-f89d-4fab-a63d-7e88639e58f6", "Managed-CachingOptimized", 3],
  ["origin-request-policy", "OriginRequestPolicy", "216adef6-5c7f-47e4-b989-5492eafa07d3", "Managed-AllViewer", 3],
  [
    "response-headers-policy",
    "ResponseHeadersPolicy",
    "67f7725c-6f97-4210-82d7-5512b31e9d03",
    "Managed-SecurityHeadersPolicy",
    2,
  ],
])("the %s of AWS", (path, element, id, name, count) => {
  it("are there, by id and in the list", async () => {
    expect((await call(sandbox, `GET /${path}/${id}`)).text).toContain(`<${element}Config><Name>${name}</Name>`);
    expect((await call(sandbox, `GET /${path}?Type=managed`)).text).toContain(`<Quantity>${count}</Quantity>`);
    expect((await call(sandbox, `GET /${path}`)).text).toContain("<Type>managed</Type>");
  });

  it("stay", async () => {
    expect(await call(sandbox, `DELETE /${path}/${id}`, "", { "if-match": "E23ZP02F085DFQ" })).toMatchObject({
      status: 403,
      text: expect.stringContaining(error("AccessDenied", `${element} ${id} is AWS&apos;s own`).replace("&apos;", "'")),
    });
  });
});

describe("what is in use", () => {
  it.each([
    ["cache-policy", "CachePolicy", (id: string) => `<CachePolicyId>${id}</CachePolicyId>`],
    [
      "origin-request-policy",
      "OriginRequestPolicy",
      (id: string) => `<OriginRequestPolicyId>${id}</OriginRequestPolicyId>`,
    ],
    [
      "response-headers-policy",
      "ResponseHeadersPolicy",
      (id: string) => `<ResponseHeadersPolicyId>${id}</ResponseHeadersPolicyId>`,
    ],
  ])("cannot be deleted: %s", async (path, element, reference) => {
    const created = await call(sandbox, `POST /${path}`, `<${element}Config><Name>n</Name></${element}Config>`);
    await createDistribution(sandbox, distributionConfig({ behavior: reference(idOf(created)) }));
    expect(await call(sandbox, `DELETE /${path}/${idOf(created)}`, "", { "if-match": created.etag })).toMatchObject({
      status: 409,
      text: expect.stringContaining(error(`${element}InUse`, `${element} ${idOf(created)} is in use`)),
    });
  });

  it("cannot be deleted: a key of a group, a group of a distribution", async () => {
    const key = await call(sandbox, "POST /public-key", `<PublicKeyConfig><Name>k</Name>${KEY}</PublicKeyConfig>`);
    const items = `<Items><PublicKey>${idOf(key)}</PublicKey></Items>`;
    const group = await call(sandbox, "POST /key-group", `<KeyGroupConfig><Name>g</Name>${items}</KeyGroupConfig>`);
    const trusted = `<TrustedKeyGroups><Items><KeyGroup>${idOf(group)}</KeyGroup></Items></TrustedKeyGroups>`;
    await createDistribution(sandbox, distributionConfig({ behavior: trusted }));
    const remove = (path: string, { etag }: typeof key) => call(sandbox, `DELETE /${path}`, "", { "if-match": etag });
    expect((await remove(`public-key/${idOf(key)}`, key)).text).toContain("<Code>PublicKeyInUse</Code>");
    expect((await remove(`key-group/${idOf(group)}`, group)).text).toContain("<Code>ResourceInUse</Code>");
  });
});

describe("keys", () => {
  it("must be PEM", async () => {
    const config = "<PublicKeyConfig><Name>k</Name><EncodedKey>AAAA</EncodedKey></PublicKeyConfig>";
    expect(await call(sandbox, "POST /public-key", config)).toMatchObject({
      status: 400,
      text: expect.stringContaining("<Code>InvalidArgument</Code>"),
    });
  });

  it("must exist to be in a group", async () => {
    const config = "<KeyGroupConfig><Name>g</Name><Items><PublicKey>none</PublicKey></Items></KeyGroupConfig>";
    expect((await call(sandbox, "POST /key-group", config)).text).toContain(
      error("InvalidArgument", "The key group refers to a public key that does not exist: none"),
    );
  });
});
