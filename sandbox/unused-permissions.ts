/** Prod is destroyed by its administrator: there the deployer takes parts away by edits only. */
const EDIT = "an edit of what is there takes it, and a run edits nothing";
const PEOPLE = "people look around with it";

/**
 * Why something is granted that no run of the sandbox uses, by statement and pattern, in lower case as IAM reads actions.
 * What has no reason is cut from its policy.
 */
export const REASONS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  DescribeConfiguration: {
    "ec2:getmanagedprefixlistentries": "a plan reads it, with the policy that deployer and planner share",
    "s3:listallmybuckets": PEOPLE,
    "secretsmanager:listsecrets": PEOPLE,
    "ssm:describeparameters": PEOPLE,
    "tag:get*": PEOPLE,
  },
  DescribeQueues: { "sqs:getqueueurl": PEOPLE },
  DescribeSecrets: {
    "secretsmanager:listsecretversionids": "the locked AWS provider reads a version by it: see PROVIDER_DIFFERENCES",
  },
  ReadPagerDutyUrl: { "ssm:getparameter": "a plan reads it where PagerDuty is on, and the deployer may plan too" },
  ManageKeys: {
    "kms:disablekey": EDIT,
    "kms:enablekey": EDIT,
    "kms:putkeypolicy": EDIT,
    "kms:untagresource": EDIT,
    "kms:updatekeydescription": EDIT,
  },
  ManageSecrets: {
    "secretsmanager:removeregionsfromreplication": EDIT,
    "secretsmanager:replicatesecrettoregions": EDIT,
    "secretsmanager:untagresource": EDIT,
  },
  LetRdsManageMasterPassword: { "secretsmanager:rotatesecret": EDIT },
  RolesWithBoundary: { "iam:putrolepermissionsboundary": EDIT },
  ManageRoles: {
    "iam:untagrole": EDIT,
    "iam:updateassumerolepolicy": EDIT,
    "iam:updaterole": EDIT,
    "iam:updateroledescription": EDIT,
  },
  ManagePolicies: {
    "iam:createpolicyversion": EDIT,
    "iam:deletepolicyversion": EDIT,
    "iam:setdefaultpolicyversion": EDIT,
    "iam:untagpolicy": EDIT,
  },
  ClusterOidcProvider: {
    "iam:addclientidtoopenidconnectprovider": EDIT,
    "iam:removeclientidfromopenidconnectprovider": EDIT,
    "iam:untagopenidconnectprovider": EDIT,
    "iam:updateopenidconnectproviderthumbprint": EDIT,
  },
  ServicesOfTheAccount: {
    "arn:aws:ec2:*::image/*": "what EC2 asks for when it tries a node group's launch as its maker",
    "arn:aws:ec2:*::snapshot/*": "what EC2 asks for when it tries a node group's launch as its maker",
  },
  ServicesByName: {
    "lambda:untagresource": EDIT,
    "lambda:updatefunction*": EDIT,
    "logs:*kmskey": EDIT,
    "logs:untagresource": EDIT,
    "sns:untagresource": EDIT,
    "sqs:untagqueue": EDIT,
  },
  GlobalServices: {
    "ce:tagresource": EDIT,
    "ce:untagresource": EDIT,
    "chatbot:untagresource": EDIT,
  },
};

/** The reason for which something unused stays granted; `*` in `REASONS` is for the whole statement. */
export function reasonFor(sid: string, pattern: string): string | undefined {
  return REASONS[sid]?.[pattern] ?? REASONS[sid]?.["*"];
}
