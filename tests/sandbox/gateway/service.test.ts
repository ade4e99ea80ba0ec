import { describe, expect, it } from "vitest";
import { parseRequest } from "../../../sandbox/gateway/request";
import { emptyAnswer, jsonAnswer, queryAnswer, withBody, xmlAnswer } from "../../../sandbox/gateway/responses";
import { route } from "../../../sandbox/gateway/service";
import { Kind, Store } from "../../../sandbox/gateway/store";

const request = (method: string, url: string) => parseRequest({ method, url, headers: {}, body: Buffer.alloc(0) });

describe("route", () => {
  const { match } = route("GET", "/clusters/{name}/addons/{addon}", () => emptyAnswer());
  const subresource = route("GET", "/{bucket}?policy", () => emptyAnswer());

  it.each([
    ["GET", "/clusters/lms/addons/coredns", true],
    ["GET", "/clusters/lms/addons/coredns/", true],
    ["GET", "/clusters/lms/addons/coredns?maxResults=1", true],
    ["GET", "/clusters/a%2Fb/addons/coredns", true],
    ["POST", "/clusters/lms/addons/coredns", false],
    ["GET", "/clusters/lms/addons", false],
    ["GET", "/clusters/lms/addons/coredns/update", false],
    ["GET", "/v1/clusters/lms/addons/coredns", false],
  ])("%s %s: %s", (method, url, matches) => {
    expect(match(request(method, url)) !== undefined).toBe(matches);
  });

  it.each([
    ["/bucket?policy", true],
    ["/bucket?policy=", true],
    ["/bucket?acl", false],
    ["/bucket", false],
    ["/bucket/key?policy", false],
  ])("of a subresource matches %s: %s", (url, matches) => {
    expect(subresource.match(request("GET", url)) !== undefined).toBe(matches);
  });

  it("decodes the values of its braces", async () => {
    const echo = route("GET", "/tags/{arn}", (_request, _context, values) => jsonAnswer({ ...values }));
    const tags = request("GET", "/tags/arn%3Aaws%3Aeks%3A%3A1%3Acluster%2Fa");
    const answer = await echo.match(tags)?.(tags, undefined as never);
    expect(answer?.body.toString()).toBe('{"arn":"arn:aws:eks::1:cluster/a"}');
  });
});

describe("answers", () => {
  it("of the query protocol wrap their result", () => {
    expect(queryAnswer("ListTags", "<Tags/>")).toEqual({
      status: 200,
      headers: { "content-type": "text/xml" },
      body: Buffer.from(
        '<?xml version="1.0" encoding="UTF-8"?>\n<ListTagsResponse><ListTagsResult><Tags/></ListTagsResult><ResponseMetadata><RequestId>00000000-0000-0000-0000-000000000000</RequestId></ResponseMetadata></ListTagsResponse>',
      ),
    });
  });

  it("may have a status and headers", () => {
    expect(jsonAnswer({}, 202, { etag: "1" })).toMatchObject({
      status: 202,
      headers: { "content-type": "application/json", etag: "1" },
    });
    expect(xmlAnswer("<A/>", 201, { location: "/a" })).toMatchObject({
      status: 201,
      headers: { "content-type": "text/xml", location: "/a" },
    });
    expect(emptyAnswer()).toMatchObject({ status: 204, headers: {} });
  });

  it("with another body lose what described the old one", () => {
    const answer = {
      status: 200,
      headers: { "Content-Length": "1", "X-Amz-Crc32": "2", ETag: '"3"', server: "x" },
      body: Buffer.from("a"),
    };
    expect(withBody(answer, "b")).toEqual({
      status: 200,
      headers: { ETag: '"3"', server: "x" },
      body: Buffer.from("b"),
    });
  });
});

describe("Store", () => {
  it("keeps kinds and regions apart", () => {
    const store = new Store();
    const [numbers, words] = [new Kind<number>("number"), new Kind<string>("word")];
    store.in(numbers, "us-east-1").set("a", 1);
    store.in(words, "us-east-1").set("a", "one");
    store.in(numbers, "eu-west-1").set("a", 2);
    expect(store.in(numbers, "us-east-1").get("a")).toBe(1);
    expect(store.in(words, "us-east-1").get("a")).toBe("one");
    expect(store.in(numbers, "eu-west-1").get("a")).toBe(2);
  });

  it("forgets", () => {
    const store = new Store();
    const kind = new Kind<number>("number");
    store.in(kind, "us-east-1").set("a", 1);
    store.clear();
    expect([...store.in(kind, "us-east-1")]).toEqual([]);
  });
});
