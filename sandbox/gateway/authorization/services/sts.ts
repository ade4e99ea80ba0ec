import { AwsError } from "../../responses";
import { providerArn, readToken } from "../principals";
import { all, arnIn, on, serviceTable, whenTagged } from "../table";

/**
 * Who one is needs no right. Whether a role is given is decided by its trust policy.
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
 */
export const sts = serviceTable(
  { name: "sts" },
  {
    GetCallerIdentity: () => [],
    AssumeRole: async (call) => {
      const externalId = call.text("ExternalId");
      // The code of a device, whose serial number is said with it.
      const hasMfa = call.text("SerialNumber") !== undefined && /^\d{6}$/.test(call.text("TokenCode") ?? "");
      const context = {
        ...(externalId === undefined ? {} : { "sts:externalid": externalId }),
        ...(hasMfa ? { "aws:multifactorauthpresent": "true" } : {}),
      };
      const role = arnIn("RoleArn");
      const needs = await all(on(role), whenTagged(on(role, "TagSession")))(call);
      return needs.map((need) => ({ ...need, context }));
    },
    AssumeRoleWithWebIdentity: async (call) => {
      const { issuer, subject, audience } = readToken(call.request);
      const audiences = await call.facts.audiencesOf(providerArn(call.account, issuer));
      if (audiences.length === 0) {
        const message = `No OpenIDConnect provider found in your account for https://${issuer}`;
        throw new AwsError("InvalidIdentityToken", message);
      }
      if (!audiences.includes(audience)) throw new AwsError("InvalidIdentityToken", "Incorrect token audience");
      const keys = issuer.toLowerCase();
      const context = { [`${keys}:aud`]: audience, [`${keys}:sub`]: subject };
      return (await on(arnIn("RoleArn"))(call)).map((need) => ({ ...need, context }));
    },
  },
);
