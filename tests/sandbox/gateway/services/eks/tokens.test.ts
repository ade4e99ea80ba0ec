import { describe, expect, it } from "vitest";
import { Principals } from "../../../../../sandbox/gateway/authorization/principals";
import type { JsonObject } from "../../../../../sandbox/gateway/json";
import { reviewToken } from "../../../../../sandbox/gateway/services/eks/tokens";

const ROLE = "arn:aws:iam::111111111111:role/lms/developer";
const POLICIES = "arn:aws:eks::aws:cluster-access-policy";

const principals = new Principals("111111111111");
principals.addSession("ASIA1", ROLE, "arn:aws:sts::111111111111:assumed-role/developer/ada");
principals.addSession("ASIA2", "arn:aws:iam::111111111111:role/readonly", "arn:aws:sts::1:assumed-role/readonly/ada");

const entry = {
  arn: "arn:aws:eks:us-east-1:111111111111:access-entry/lms/role/111111111111/developer/1",
  description: {
    username: "arn:aws:sts::111111111111:assumed-role/developer/{{SessionName}}",
    kubernetesGroups: ["readers"],
  },
  policies: new Map<string, JsonObject>([
    ["edit", { policyArn: `${POLICIES}/AmazonEKSEditPolicy`, accessScope: { type: "cluster", namespaces: [] } }],
    [
      "view",
      { policyArn: `${POLICIES}/AmazonEKSViewPolicy`, accessScope: { type: "namespace", namespaces: ["data", "web"] } },
    ],
  ]),
};

/** The token of `aws eks get-token`, signed minutes ago. */
function token(minutes = 0, changes: Readonly<Record<string, string>> = {}): string {
  const date = new Date(Date.now() - minutes * 60_000).toISOString().replace(/[-:]|\.\d+/g, "");
  const query = new URLSearchParams({
    Action: "GetCallerIdentity",
    Version: "2011-06-15",
    "X-Amz-Algorithm": "AWS4-HMAC-SHA256",
    "X-Amz-Credential": "ASIA1/20260102/us-east-1/sts/aws4_request",
    "X-Amz-Date": date,
    "X-Amz-Expires": "60",
    "X-Amz-SignedHeaders": "host;x-k8s-aws-id",
    ...changes,
  });
  return `k8s-aws-v1.${Buffer.from(`https://sts.us-east-1.amazonaws.com/?${query}`).toString("base64url")}`;
}

const review = (shown: string) =>
  reviewToken(shown, { accessEntries: new Map([[ROLE, entry]]) }, (request) => principals.of(request));

describe("a token of EKS", () => {
  it("is its role's, with the groups of the access entry and of its policies in their scopes", () => {
    expect(review(token())).toEqual({
      authenticated: true,
      user: {
        username: "arn:aws:sts::111111111111:assumed-role/developer/ada",
        groups: [
          "readers",
          "access-policy:AmazonEKSEditPolicy",
          "access-policy:AmazonEKSViewPolicy:data",
          "access-policy:AmazonEKSViewPolicy:web",
        ],
        extra: { canonicalArn: [ROLE], sessionName: ["ada"] },
      },
    });
  });

  it("is good for a quarter of an hour, whatever it says itself", () => {
    expect(review(token(14))).toMatchObject({ authenticated: true });
    expect(review(token(16))).toEqual({ authenticated: false, error: "the token has expired" });
  });

  it.each([
    ["a token must begin with k8s-aws-v1.", "eyJhbGciOi.J9.x"],
    ["a token must be a URL", "k8s-aws-v1.eA"],
    ["a token must ask STS for GetCallerIdentity", token(0, { Action: "AssumeRole" })],
    ["x-k8s-aws-id must be signed", token(0, { "X-Amz-SignedHeaders": "host" })],
    ["X-Amz-Expires must be 15 minutes at most", token(0, { "X-Amz-Expires": "901" })],
    ["the token has expired", token(0, { "X-Amz-Date": "yesterday" })],
    ["the access key is nobody's", token(0, { "X-Amz-Credential": "ASIA9/20260102/us-east-1/sts/aws4_request" })],
    [
      "arn:aws:iam::111111111111:role/readonly has no access entry",
      token(0, { "X-Amz-Credential": "ASIA2/20260102/us-east-1/sts/aws4_request" }),
    ],
  ])("lets no one in: %s", (error, shown) => {
    expect(review(shown)).toEqual({ authenticated: false, error });
  });
});
