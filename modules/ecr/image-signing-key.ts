import { KmsAlias } from "@cdktf/provider-aws/lib/kms-alias";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import type { Construct } from "constructs";
import { keyPolicy } from "../encryption";
import type { Arn } from "../foundation/contracts";
import type { Site } from "../foundation/names";
import { type PolicyStatement, policyDocument } from "../foundation/policy-document";

export interface ImageSigningKeyProps {
  /** The shared account and the registry's region. */
  readonly site: Site;
  /** The only role that signs. */
  readonly signer: Arn;
  /** Accounts whose identities may read the public key, when their own policy allows it, to verify signatures. */
  readonly verifyingAccounts: readonly string[];
}

/**
 * The key that images are signed with: its private part never leaves KMS, one role signs, and nobody else does, whatever
 * their own policies say. KMS rotates no key of this kind; a new one means that what runs is signed again.
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/symmetric-asymmetric.html
 */
export class ImageSigningKey extends KmsKey {
  constructor(scope: Construct, id: string, { site, signer, verifyingAccounts }: ImageSigningKeyProps) {
    super(scope, id, {
      description: "Signs container images",
      customerMasterKeySpec: "ECC_NIST_P256",
      keyUsage: "SIGN_VERIFY",
      deletionWindowInDays: 30,
      policy: policyDocument([
        ...keyPolicy({ account: site.account, region: site.region }),
        ...signingStatements(signer.arn, verifyingAccounts),
      ]),
    });
    new KmsAlias(this, "alias", { name: signingAlias(site), targetKeyId: this.keyId });
  }
}

/** Alias of the key, by which the pipeline finds it. */
export function signingAlias({ prefix }: Pick<Site, "prefix">): string {
  return `alias/${prefix}-image-signing`;
}

/**
 * Statements of who uses the key: the calls that cosign makes to sign, and those that it makes to verify with the public key.
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/kms-api-permissions-reference.html
 */
export function signingStatements(signerArn: string, verifyingAccounts: readonly string[]): PolicyStatement[] {
  const allowed = { Effect: "Allow", Resource: "*" } as const;
  const verify = ["kms:DescribeKey", "kms:GetPublicKey"];
  return [
    { Sid: "SignBySigner", ...allowed, Principal: { AWS: [signerArn] }, Action: ["kms:Sign", ...verify] },
    {
      Sid: "VerifyByAccounts",
      ...allowed,
      Principal: { AWS: verifyingAccounts.map((account) => `arn:aws:iam::${account}:root`) },
      Action: verify,
    },
    {
      Sid: "NoOtherSignature",
      Effect: "Deny",
      Principal: "*",
      Action: "kms:Sign",
      Resource: "*",
      Condition: { ArnNotEquals: { "aws:PrincipalArn": signerArn } },
    },
  ];
}
