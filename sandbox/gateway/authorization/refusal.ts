import type { AwsRequest } from "../request";
import { AwsError } from "../responses";
import type { Principal } from "./evaluator/decide";
import type { Need } from "./table";

/**
 * The error with which AWS refuses an access, in the words of the request's service.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
 */
export function refusal(
  request: AwsRequest,
  principal: Principal,
  { action, resource, refused }: Need,
  reason: string,
): AwsError {
  if (refused !== undefined) return new AwsError(refused.code, refused.message);
  const named = request.service === "s3" ? `"${resource}"` : resource;
  const where = resource === "*" ? "" : ` on resource: ${named}`;
  const text = `User: ${principal.arn} is not authorized to perform: ${action}${where} ${reason}`;
  if (request.service === "ec2") {
    return new AwsError("UnauthorizedOperation", `You are not authorized to perform this operation. ${text}`, 403);
  }
  const isJson = request.protocol === "json" || request.protocol === "rest-json";
  return new AwsError(isJson ? "AccessDeniedException" : "AccessDenied", text, 403);
}
