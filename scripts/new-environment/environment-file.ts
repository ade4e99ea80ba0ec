import { type CidrBlock, cidrsOverlap, formatCidr, parseCidr } from "../../modules/foundation/cidr";
import { PROJECT } from "../../modules/foundation/names";
import { Failure } from "../failure";

/** Values of a new environment; those that are not given follow from the environment that it is made like. */
export interface Wanted {
  readonly name: string;
  readonly account: string;
  readonly cidr?: string | undefined;
  readonly domain?: string | undefined;
  readonly stateBucket?: string | undefined;
}

/** Private networks of RFC 1918, of which new environments take a free part. */
const PRIVATE = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"].flatMap((cidr) => parseCidr(cidr) ?? []);

/**
 * The file of an environment made like another one: with its own name, account, state bucket, domain and networks, and with
 * that name in place of the other in all that begins with the project's, such as external ids and channels.
 * @param text the file of the environment that it is made like
 * @param taken networks that it must not overlap
 */
export function environmentFile(text: string, like: string, wanted: Wanted, taken: readonly string[]): string {
  const { name, account } = wanted;
  const before = (key: string) => textOf(text, like, key);
  const domain = wanted.domain ?? `${name}.${before("domain").replace(new RegExp(`^${like}\\.`), "")}`;
  const renamed = text
    .replace(
      new RegExp(`(/\\*\\*(?:[^*]|\\*(?!/))*\\*/\\n)?export const ${like}\\b`),
      `/** Made like ${like}. */\nexport const ${name}`,
    )
    .replace(`name: "${like}"`, `name: "${name}"`)
    .replaceAll(before("account"), account)
    .replaceAll(`"${before("domain")}"`, `"${domain}"`)
    .replace(new RegExp(`\\b${PROJECT}-${like}\\b`, "g"), `${PROJECT}-${name}`);
  const blocks = [...taken];
  return renamed
    .replace(
      /stateBucket: ".*"/,
      `stateBucket: "${wanted.stateBucket ?? `${PROJECT}-${name}-terraform-state-${account}`}"`,
    )
    .replace(/\bcidr: "([^"]+)"/g, (_, cidr: string) => {
      const own = blocks.length === taken.length ? wanted.cidr : undefined;
      const block = own ?? freeBlock(cidr, blocks);
      blocks.push(block);
      return `cidr: "${block}"`;
    });
}

/** A network as large as another one that overlaps none of those that are taken. */
export function freeBlock(like: string, taken: readonly string[]): string {
  const { prefix } = parseCidr(like) ?? { prefix: 16 };
  const used = taken.flatMap((cidr) => parseCidr(cidr) ?? []);
  for (const whole of PRIVATE.filter((each) => each.prefix <= prefix)) {
    for (let base = whole.base; base < whole.base + 2 ** (32 - whole.prefix); base += 2 ** (32 - prefix)) {
      const block: CidrBlock = { base, prefix };
      if (!used.some((other) => cidrsOverlap(block, other))) return formatCidr(block);
    }
  }
  throw new Failure(
    `new-environment: there must be a free private network of /${prefix}, got none; name one with --cidr`,
  );
}

/** An account number that no other account has, for the user to replace. */
export function placeholderAccount(taken: readonly string[]): string {
  const free = [..."123456789"].map((digit) => digit.repeat(12)).find((account) => !taken.includes(account));
  if (free !== undefined) return free;
  throw new Failure("new-environment: --account must be given, got none; name the AWS account of the environment");
}

function textOf(text: string, like: string, key: string): string {
  const [, value] = new RegExp(`\\b${key}: "([^"]+)"`).exec(text) ?? [];
  if (value !== undefined) return value;
  throw new Failure(
    `new-environment: environments/${like}.ts must have a ${key} of its own, got none; choose another --like`,
  );
}
