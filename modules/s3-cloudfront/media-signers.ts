import { CloudfrontKeyGroup } from "@cdktf/provider-aws/lib/cloudfront-key-group";
import { CloudfrontPublicKey } from "@cdktf/provider-aws/lib/cloudfront-public-key";
import { Fn } from "cdktf";
import { Construct } from "constructs";
import { isReference } from "../foundation/checks";
import type { Site } from "../foundation/names";

export interface MediaSignersProps {
  /** Public keys by name, as PEM. */
  readonly keys: Readonly<Record<string, string>>;
  readonly site: Pick<Site, "prefix">;
}

/**
 * Key group of the public keys that verify signed URLs of media.
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-signed-urls.html
 */
export class MediaSigners extends Construct {
  readonly group: CloudfrontKeyGroup;
  /** Ids of the public keys by name; a signer puts the id of its key into URLs. */
  readonly keyIds: Readonly<Record<string, string>>;

  constructor(scope: Construct, id: string, { keys, site: { prefix } }: MediaSignersProps) {
    super(scope, id);
    const publicKeys = Object.entries(keys).map(
      ([name, pem]) =>
        new CloudfrontPublicKey(this, name, {
          name: `${prefix}-media-${name}`,
          comment: "Signs URLs of media",
          // CloudFront returns the key with a line break at its end.
          encodedKey: withLineBreak(pem),
          // A key can be deleted only when the group no longer holds it.
          lifecycle: { createBeforeDestroy: true },
        }),
    );
    this.group = new CloudfrontKeyGroup(this, "group", {
      name: `${prefix}-media`,
      comment: "Signers of URLs of media",
      items: publicKeys.map((key) => key.id),
    });
    this.keyIds = Object.fromEntries(publicKeys.map((key) => [key.node.id, key.id]));
  }
}

function withLineBreak(pem: string): string {
  if (isReference(pem)) return `${Fn.chomp(pem)}\n`;
  return pem.endsWith("\n") ? pem : `${pem}\n`;
}
