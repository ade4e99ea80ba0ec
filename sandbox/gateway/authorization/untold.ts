import type { AwsRequest } from "../request";
import { AwsError } from "../responses";

/** A request of which the gateway cannot tell what right it needs. It is refused: what is not judged is not allowed. */
export class Untold extends AwsError {
  constructor({ service, action }: AwsRequest, got: string) {
    super(
      "AuthorizationNotTold",
      `${service} ${action}: must be told its IAM action and resource before the local AWS takes it, ${got}; ` +
        "teach it in sandbox/gateway/authorization/services",
      403,
    );
  }
}
