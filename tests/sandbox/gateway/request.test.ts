import { describe, expect, it } from "vitest";
import { formList, formRecords, parseRequest } from "../../../sandbox/gateway/request";

const signed = (service: string) => ({
  authorization: `AWS4-HMAC-SHA256 Credential=AKIA/20250101/eu-west-1/${service}/aws4_request, SignedHeaders=host`,
});

const http = (headers: Record<string, string>, body = "", method = "POST", url = "/") => ({
  method,
  url,
  headers,
  body: Buffer.from(body),
});

describe("parseRequest", () => {
  it("reads the JSON protocol", () => {
    const headers = {
      ...signed("kms"),
      "x-amz-target": "TrentService.DescribeKey",
      "content-type": "application/x-amz-json-1.1",
    };
    expect(parseRequest(http(headers, '{"KeyId":"k"}'))).toMatchObject({
      service: "kms",
      region: "eu-west-1",
      protocol: "json",
      action: "DescribeKey",
      parameters: { KeyId: "k" },
    });
  });

  it("reads the query protocol", () => {
    const headers = { ...signed("ec2"), "content-type": "application/x-www-form-urlencoded" };
    expect(parseRequest(http(headers, "Action=DescribeVpcs&VpcId.1=vpc%2D1"))).toMatchObject({
      service: "ec2",
      protocol: "query",
      action: "DescribeVpcs",
      form: { Action: "DescribeVpcs", "VpcId.1": "vpc-1" },
    });
  });

  it("reads the REST protocol with JSON", () => {
    const headers = { ...signed("eks"), "content-type": "application/json" };
    const request = parseRequest(http(headers, '{"name":"c"}', "POST", "/clusters?a=1"));
    expect(request).toMatchObject({
      protocol: "rest-json",
      action: "POST /clusters",
      path: "/clusters",
      parameters: { name: "c" },
    });
    expect(request.query.get("a")).toBe("1");
  });

  it("reads the REST protocol with XML, whatever the body is", () => {
    const headers = { ...signed("s3"), "content-type": "application/x-www-form-urlencoded" };
    expect(parseRequest(http(headers, "a=1", "PUT", "/bucket/key"))).toMatchObject({
      protocol: "rest-xml",
      action: "PUT /bucket/key",
      form: {},
    });
  });

  it("reads service and region of a presigned request", () => {
    const url = "/?Action=GetCallerIdentity&X-Amz-Credential=AKIA%2F20250101%2Feu-west-1%2Fsts%2Faws4_request";
    expect(parseRequest(http({}, "", "GET", url))).toMatchObject({ service: "sts", region: "eu-west-1" });
  });

  it("leaves service and region of an unsigned request empty", () => {
    expect(parseRequest(http({}, "", "GET", "/moto-api/"))).toMatchObject({ service: "", region: "" });
  });

  it("takes the origin off the url of a proxied request", () => {
    const request = http({}, "", "GET", "http://111111111111.127.0.0.1:80/v1/a?b=c");
    expect(parseRequest(request)).toMatchObject({ url: "/v1/a?b=c", path: "/v1/a" });
    expect(parseRequest(http({}, "", "GET", "http://127.0.0.1:80"))).toMatchObject({ url: "/", path: "/" });
  });

  it.each(["", "{", "[1]", '"text"'])("gives the body %j no parameters", (body) => {
    expect(parseRequest(http({ "content-type": "application/json" }, body)).parameters).toEqual({});
  });
});

describe("formRecords", () => {
  it("collects numbered structures in order", () => {
    const form = { "Tag.2.Key": "b", "Tag.1.Key": "a", "Tag.1.Value": "1", "Tagged.1.Key": "no", "Tag.10.Key": "no" };
    expect(formRecords(form, "Tag.")).toEqual([{ Key: "a", Value: "1" }, { Key: "b" }]);
  });

  it("collects nested structures", () => {
    const form = { "Permission.1.Group.1.Id": "sg-1", "Permission.1.Group.2.Id": "sg-2" };
    expect(formRecords(form, "Permission.").map((permission) => formRecords(permission, "Group."))).toEqual([
      [{ Id: "sg-1" }, { Id: "sg-2" }],
    ]);
  });

  it("finds nothing where there is no list", () => {
    expect(formRecords({ Tag: "x" }, "Tag.")).toEqual([]);
  });
});

describe("formList", () => {
  it("collects numbered strings in order", () => {
    expect(formList({ "SubnetId.2": "b", "SubnetId.1": "a", "SubnetId.4": "no" }, "SubnetId.")).toEqual(["a", "b"]);
  });
});
