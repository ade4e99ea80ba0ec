import { describe, expect, it } from "vitest";
import { findOperation } from "../../../../sandbox/gateway/judgement/operation";
import { parametersOf } from "../../../../sandbox/gateway/judgement/parameters";
import type { ServiceModel } from "../../../../sandbox/gateway/judgement/service-models";
import { parseRequest } from "../../../../sandbox/gateway/request";

const STRINGS = {
  Text: { type: "string" },
  Number: { type: "integer" },
  Flag: { type: "boolean" },
  Texts: { type: "list", member: { shape: "Text" } },
  Items: { type: "list", member: { shape: "Text", locationName: "item" } },
  Flat: { type: "list", flattened: true, member: { shape: "Text", locationName: "Flat" } },
  Tag: { type: "structure", members: { Key: { shape: "Text" }, Value: { shape: "Text" } } },
  Tags: { type: "list", member: { shape: "Tag", locationName: "Tag" } },
  Map: { type: "map", key: { shape: "Text" }, value: { shape: "Text" } },
} as const;

function request(service: string, method: string, url: string, contentType: string, body = "") {
  const authorization = `AWS4-HMAC-SHA256 Credential=test/20250101/us-east-1/${service}/aws4_request`;
  return parseRequest({
    method,
    url,
    headers: { authorization, "content-type": contentType, "x-amz-acl": "private" },
    body: Buffer.from(body),
  });
}

function read(model: ServiceModel, asked: ReturnType<typeof request>) {
  const found = findOperation(model, asked);
  return found && { name: found.name, parameters: parametersOf(model, found, asked) };
}

describe("the query protocol", () => {
  const model: ServiceModel = {
    operations: { Make: { name: "Make", http: { method: "POST", requestUri: "/" }, input: { shape: "Input" } } },
    shapes: {
      ...STRINGS,
      Input: {
        type: "structure",
        members: {
          Name: { shape: "Text" },
          Size: { shape: "Number" },
          On: { shape: "Flag" },
          Names: { shape: "Texts" },
          Flat: { shape: "Flat" },
          Tags: { shape: "Tags" },
          Options: { shape: "Map" },
          Best: { shape: "Tag" },
        },
      },
    },
  };
  const form = (service: string, fields: Record<string, string>) =>
    request(service, "POST", "/", "application/x-www-form-urlencoded", new URLSearchParams(fields).toString());

  it("has lists, maps, structures, numbers and flags", () => {
    const fields = {
      Action: "Make",
      Name: "a",
      Size: "12",
      On: "true",
      "Names.member.2": "second",
      "Names.member.1": "first",
      "Flat.1": "x",
      "Tags.Tag.1.Key": "k",
      "Tags.Tag.1.Value": "v",
      "Options.entry.1.key": "o",
      "Options.entry.1.value": "p",
      "Best.Key": "b",
      Unknown: "left out",
    };
    expect(read(model, form("rds", fields))).toEqual({
      name: "Make",
      parameters: {
        Name: "a",
        Size: 12,
        On: true,
        Names: ["first", "second"],
        Flat: ["x"],
        Tags: [{ Key: "k", Value: "v" }],
        Options: { o: "p" },
        Best: { Key: "b" },
      },
    });
  });

  it("has lists without a name of their own in EC2, and members with a capital", () => {
    const ec2: ServiceModel = {
      ...model,
      shapes: {
        ...STRINGS,
        Input: {
          type: "structure",
          members: {
            SubnetIds: { shape: "Texts", locationName: "subnetId" },
            Tags: { shape: "Tags", queryName: "TagSpecification" },
          },
        },
      },
    };
    const fields = {
      Action: "Make",
      "SubnetId.1": "s-1",
      "SubnetId.10": "s-10",
      "SubnetId.2": "s-2",
      "TagSpecification.1.Key": "k",
    };
    expect(read(ec2, form("ec2", fields))?.parameters).toEqual({
      SubnetIds: ["s-1", "s-2", "s-10"],
      Tags: [{ Key: "k" }],
    });
  });

  it("knows an operation that the model does not have as none", () => {
    expect(read(model, form("rds", { Action: "Break" }))).toBeUndefined();
  });
});

it("takes the parameters of the JSON protocol as they are", () => {
  const model: ServiceModel = {
    operations: { Make: { name: "Make", http: { method: "POST", requestUri: "/" }, input: { shape: "Tag" } } },
    shapes: STRINGS,
  };
  const asked = request("kms", "POST", "/", "application/x-amz-json-1.1", '{"Key":"a"}');
  const targeted = parseRequest({ ...asked, headers: { ...asked.headers, "x-amz-target": "TrentService.Make" } });
  expect(read(model, targeted)).toEqual({ name: "Make", parameters: { Key: "a" } });
});

describe("the REST protocols", () => {
  const model: ServiceModel = {
    operations: {
      PutObject: {
        name: "PutObject",
        http: { method: "PUT", requestUri: "/{Bucket}/{Key+}" },
        input: { shape: "Object" },
      },
      PutTags: {
        name: "PutTags",
        http: { method: "PUT", requestUri: "/{Bucket}?tagging" },
        input: { shape: "Tagging" },
      },
      MakeBucket: {
        name: "MakeBucket2020",
        http: { method: "PUT", requestUri: "/{Bucket}" },
        input: { shape: "Object" },
      },
      List: { name: "List", http: { method: "GET", requestUri: "/{Bucket}/" }, input: { shape: "Listing" } },
      Delete: { name: "Delete", http: { method: "DELETE", requestUri: "/{Bucket}/{Key+}" } },
      Abort: { name: "Abort", http: { method: "DELETE", requestUri: "/{Bucket}/{Key+}?uploadId" } },
    },
    shapes: {
      ...STRINGS,
      Object: {
        type: "structure",
        members: {
          Bucket: { shape: "Text", location: "uri", locationName: "Bucket" },
          Key: { shape: "Text", location: "uri", locationName: "Key" },
          ACL: { shape: "Text", location: "header", locationName: "x-amz-acl" },
          Body: { shape: "Text" },
        },
        payload: "Body",
      },
      Tagging: {
        type: "structure",
        members: { Bucket: { shape: "Text", location: "uri", locationName: "Bucket" }, Content: { shape: "Content" } },
        payload: "Content",
      },
      Content: {
        type: "structure",
        members: { TagSet: { shape: "Tags" }, Names: { shape: "Items" }, Flat: { shape: "Flat" } },
      },
      Listing: {
        type: "structure",
        members: {
          Max: { shape: "Number", location: "querystring", locationName: "max-keys" },
          Types: { shape: "Texts", location: "querystring", locationName: "type" },
        },
      },
    },
  };

  it("have values in path, query string, headers and body", () => {
    expect(read(model, request("s3", "PUT", "/b/a%20b/c", "text/plain", "hello"))).toEqual({
      name: "PutObject",
      parameters: { Bucket: "b", Key: "a b/c", ACL: "private", Body: "hello" },
    });
    expect(read(model, request("s3", "GET", "/b?max-keys=5&type=x&type=y", ""))).toEqual({
      name: "List",
      parameters: { Max: 5, Types: ["x", "y"] },
    });
  });

  it("have XML with lists that are wrapped, and such that are not", () => {
    const body =
      '<Tagging xmlns="urn:x"><TagSet><Tag><Key>a</Key><Value>1 &amp; 2</Value></Tag></TagSet>' +
      "<Names><item>n</item><item>m</item></Names><Flat>x</Flat><Flat>y</Flat></Tagging>";
    expect(read(model, request("s3", "PUT", "/b?tagging", "application/xml", body))).toEqual({
      name: "PutTags",
      parameters: {
        Bucket: "b",
        Content: { TagSet: [{ Key: "a", Value: "1 & 2" }], Names: ["n", "m"], Flat: ["x", "y"] },
      },
    });
  });

  it("are told apart by what the query string must have", () => {
    expect(read(model, request("s3", "PUT", "/b", ""))?.name).toBe("MakeBucket");
    expect(read(model, request("s3", "DELETE", "/b/k", ""))?.name).toBe("Delete");
    expect(read(model, request("s3", "DELETE", "/b/k?uploadId=1", ""))?.name).toBe("Abort");
    expect(read(model, request("s3", "PUT", "/b/k?x-id=PutObject", ""))?.name).toBe("PutObject");
    expect(read(model, request("s3", "POST", "/b", ""))).toBeUndefined();
  });

  it("have the members of a JSON body by the names that they have there", () => {
    const json: ServiceModel = {
      operations: {
        Make: { name: "Make", http: { method: "POST", requestUri: "/things/{id}" }, input: { shape: "Input" } },
      },
      shapes: {
        ...STRINGS,
        Input: {
          type: "structure",
          members: {
            Id: { shape: "Text", location: "uri", locationName: "id" },
            Settings: { shape: "Map", locationName: "settings" },
          },
        },
      },
    };
    const asked = request("eks", "POST", "/things/7", "application/json", '{"settings":{"a":"b"}}');
    expect(read(json, asked)).toEqual({ name: "Make", parameters: { Id: "7", Settings: { a: "b" } } });
  });
});
