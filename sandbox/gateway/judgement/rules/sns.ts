import { stringAt } from "../../json";
import { type Rules, refuse } from "../rule";

/** SNS: endpoints that do not fit their protocol. */
export const snsRules: Rules = {
  /** @see https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html */
  Subscribe: (parameters) => {
    const protocol = stringAt(parameters, "Protocol") ?? "";
    const endpoint = stringAt(parameters, "Endpoint") ?? "";
    if (protocol.startsWith("email") && !/^[^\s@]+@[^\s@]+$/.test(endpoint)) {
      refuse("InvalidParameter", "Invalid parameter: Email address");
    }
    if (protocol.startsWith("http") && !endpoint.startsWith(`${protocol}://`)) {
      refuse("InvalidParameter", "Invalid parameter: Endpoint must match the specified protocol");
    }
  },
};
