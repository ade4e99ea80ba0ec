import { AwsError } from "../../responses";
import type { Context, Route } from "../../service";
import { Kind } from "../../store";
import { distributionsWith } from "./distribution-configs";
import { type Collection, documentRoutes, findDocument, type StoredDocument } from "./documents";

export const publicKeys: Collection = {
  path: "public-key",
  element: "PublicKey",
  kind: new Kind<StoredDocument>("CloudFront public key, by id"),
  errors: { missing: "NoSuchPublicKey", exists: "PublicKeyAlreadyExists", inUse: "PublicKeyInUse" },
  isUsed: (id, context) =>
    [...context.remembered(keyGroups.kind).values()].some(({ config }) => publicKeysOf(config).includes(id)),
  check: (config) => {
    if (config.includes("-----BEGIN PUBLIC KEY-----")) return;
    throw new AwsError("InvalidArgument", "Your request contains empty/invalid/out of limits RSA Encoded Key");
  },
};

export const keyGroups: Collection = {
  path: "key-group",
  element: "KeyGroup",
  kind: new Kind<StoredDocument>("CloudFront key group, by id"),
  errors: { missing: "NoSuchResource", exists: "KeyGroupAlreadyExists", inUse: "ResourceInUse" },
  isUsed: (id, context) => distributionsWith(context, `<KeyGroup>${id}</KeyGroup>`),
  check: (config, context) => {
    for (const id of publicKeysOf(config)) requirePublicKey(id, context);
  },
};

/** The keys of signed URLs: moto drops the comment of a public key and cannot change or delete a key group. */
export const keyRoutes: readonly Route[] = [publicKeys, keyGroups].flatMap(documentRoutes);

function requirePublicKey(id: string, context: Context): void {
  try {
    findDocument(publicKeys, context, id);
  } catch {
    throw new AwsError("InvalidArgument", `The key group refers to a public key that does not exist: ${id}`);
  }
}

function publicKeysOf(config: string): string[] {
  return [...config.matchAll(/<PublicKey>([^<]*)<\/PublicKey>/g)].map(([, id]) => id ?? "");
}
