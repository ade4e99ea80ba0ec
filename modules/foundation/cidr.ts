/**
 * IPv4 CIDR arithmetic, pure.
 * @see https://www.rfc-editor.org/rfc/rfc4632
 */

/** A block of IPv4 addresses: the first address as an unsigned 32-bit number, and the prefix length (0-32). */
export interface CidrBlock {
  readonly base: number;
  readonly prefix: number;
}

/** A number without zeros before it, which some programs read as octal and Terraform refuses. */
const PLAIN = "(0|[1-9]\\d{0,2})";
const CIDR = new RegExp(`^${PLAIN}\\.${PLAIN}\\.${PLAIN}\\.${PLAIN}/${PLAIN}$`);

/** Parses `10.0.0.0/16`. `undefined` when the text is no CIDR or has bits set beyond its prefix, which AWS rejects too. */
export function parseCidr(text: string): CidrBlock | undefined {
  const match = CIDR.exec(text);
  if (!match) return undefined;
  const [a = 0, b = 0, c = 0, d = 0, prefix = 0] = match.slice(1).map(Number);
  if ([a, b, c, d].some((octet) => octet > 255) || prefix > 32) return undefined;
  const base = ((a * 256 + b) * 256 + c) * 256 + d;
  return base % 2 ** (32 - prefix) === 0 ? { base, prefix } : undefined;
}

/** The block in the usual notation, `10.0.0.0/16`. */
export function formatCidr({ base, prefix }: CidrBlock): string {
  const octets = [24, 16, 8, 0].map((shift) => Math.floor(base / 2 ** shift) % 256);
  return `${octets.join(".")}/${prefix}`;
}

/** Number of addresses in a block. */
export function cidrSize({ prefix }: CidrBlock): number {
  return 2 ** (32 - prefix);
}

/** Tells whether two blocks share an address. */
export function cidrsOverlap(one: CidrBlock, other: CidrBlock): boolean {
  return one.base < other.base + cidrSize(other) && other.base < one.base + cidrSize(one);
}

/**
 * The `index`-th of the equal parts that `newBits` more prefix bits cut a block into, like Terraform's `cidrsubnet`.
 * @throws RangeError when there is no such part
 */
export function subdivide(block: CidrBlock, newBits: number, index: number): CidrBlock {
  const prefix = block.prefix + newBits;
  if (prefix > 32 || index < 0 || index >= 2 ** newBits) {
    throw new RangeError(`${formatCidr(block)} has no part ${index} of ${newBits} more bits`);
  }
  return { base: block.base + index * 2 ** (32 - prefix), prefix };
}
