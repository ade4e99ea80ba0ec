import { stringAt } from "../../json";
import { type Rules, refuse } from "../rule";

/** Characters of a certificate's common name. @see https://docs.aws.amazon.com/acm/latest/userguide/gs-acm-request-public.html */
const MAX_COMMON_NAME = 64;

/** ACM: the name that a certificate is for. */
export const acmRules: Rules = {
  RequestCertificate: (parameters) => {
    const name = stringAt(parameters, "DomainName") ?? "";
    if (name.length <= MAX_COMMON_NAME) return;
    refuse(
      "ValidationException",
      `1 validation error detected: Value '${name}' at 'domainName' failed to satisfy constraint: Member must have length less than or equal to ${MAX_COMMON_NAME}`,
    );
  },
};
