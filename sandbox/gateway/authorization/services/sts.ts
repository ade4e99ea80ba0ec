import { arnIn, on, serviceTable } from "../table";

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
      const context = externalId === undefined ? {} : { "sts:externalid": externalId };
      return (await on(arnIn("RoleArn"))(call)).map((need) => ({ ...need, context }));
    },
  },
);
