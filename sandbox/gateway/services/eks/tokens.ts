import type { Principal } from "../../authorization/evaluator/decide";
import { type JsonObject, objectAt, stringAt, stringsAt } from "../../json";
import { type AwsRequest, parseRequest } from "../../request";
import { AwsError } from "../../responses";
import type { Cluster } from "./model";

const PREFIX = "k8s-aws-v1.";

/** How long a token is good for, and the longest that its URL may say. */
const MINUTES = 15;

/** The header by which a token is for one cluster alone. */
const CLUSTER_HEADER = "x-k8s-aws-id";

/**
 * Tells who shows a cluster a token, as EKS does: the token is a presigned request to STS who one is, and the access entry of
 * that role says which name and groups it has. The groups of access policies are `access-policy:<policy>`, with `:<namespace>` where
 * that is their scope. That the URL was signed by the access key, and for this cluster, is not looked at.
 * @param callerOf who has signed a request
 * @returns the status of a TokenReview
 * @see https://github.com/kubernetes-sigs/aws-iam-authenticator/blob/master/pkg/token/token.go
 */
export function reviewToken(
  token: string,
  { accessEntries }: Pick<Cluster, "accessEntries">,
  callerOf: (request: AwsRequest) => Principal,
): JsonObject {
  const refused = (error: string) => ({ authenticated: false, error });
  const request = requestIn(token);
  if (typeof request === "string") return refused(request);
  const caller = knownCaller(request, callerOf);
  if (caller === undefined) return refused("the access key is nobody's");
  const entry = accessEntries.get(caller.id);
  if (entry === undefined) return refused(`${caller.id} has no access entry`);
  const session = caller.arn.slice(caller.arn.lastIndexOf("/") + 1);
  const username = (stringAt(entry.description, "username") ?? "").replace("{{SessionName}}", session);
  const groups = [
    ...stringsAt(entry.description, "kubernetesGroups"),
    ...[...entry.policies.values()].flatMap(groupsOf),
  ];
  return {
    authenticated: true,
    user: { username, groups, extra: { canonicalArn: [caller.id], sessionName: [session] } },
  };
}

/** The request that a token is, or what is wrong with it. */
function requestIn(token: string): AwsRequest | string {
  if (!token.startsWith(PREFIX)) return `a token must begin with ${PREFIX}`;
  const text = Buffer.from(token.slice(PREFIX.length), "base64url").toString();
  if (!URL.canParse(text)) return "a token must be a URL";
  const { pathname, search, searchParams } = new URL(text);
  const asked = (name: string) => searchParams.get(name) ?? "";
  if (pathname !== "/" || asked("Action") !== "GetCallerIdentity") return "a token must ask STS for GetCallerIdentity";
  if (!asked("X-Amz-SignedHeaders").split(";").includes(CLUSTER_HEADER)) return `${CLUSTER_HEADER} must be signed`;
  const seconds = Number(asked("X-Amz-Expires"));
  if (!(seconds >= 0 && seconds <= MINUTES * 60)) return `X-Amz-Expires must be ${MINUTES} minutes at most`;
  if (!(signedAt(asked("X-Amz-Date")) + MINUTES * 60_000 > Date.now())) return "the token has expired";
  return parseRequest({ method: "GET", url: `/${search}`, headers: {}, body: Buffer.alloc(0) });
}

/** Milliseconds of a time such as `20260102T030405Z`. */
function signedAt(text: string): number {
  return Date.parse(text.replace(/^(\d{4})(\d\d)(\d\dT\d\d)(\d\d)(\d\dZ)$/, "$1-$2-$3:$4:$5"));
}

function knownCaller(request: AwsRequest, callerOf: (request: AwsRequest) => Principal): Principal | undefined {
  try {
    return callerOf(request);
  } catch (error) {
    if (error instanceof AwsError) return undefined;
    throw error;
  }
}

function groupsOf(policy: JsonObject): string[] {
  const name = (stringAt(policy, "policyArn") ?? "").replace(/^.*\//, "access-policy:");
  const scope = objectAt(policy, "accessScope") ?? {};
  return scope.type === "cluster" ? [name] : stringsAt(scope, "namespaces").map((namespace) => `${name}:${namespace}`);
}
