import { createHash, createHmac, randomBytes } from "node:crypto";
import type { Site } from "../../modules/foundation/names";
import { type StoreUse, storeName, storeUser } from "../../modules/foundation/store-uses";
import { type Secrets, USES } from "./servers";

/** Way to log in that is tried. */
type Way = "IAM token" | "password" | "password before" | "wrong password" | "no login";

/** One login to one store. */
export interface Try {
  readonly use: StoreUse;
  readonly way: Way;
  readonly user: string | null;
  readonly password: string | null;
}

/** What became of a try, by the step. */
export type Result = Readonly<Record<string, string>>;

/** A line of the table. */
export interface Row {
  readonly client: string;
  readonly use: StoreUse;
  readonly way: Way;
  readonly result: Result;
}

const STEPS = ["login", "session", "lock", "transaction", "scan", "listen", "empty", "dangerous"] as const;

/** The tries, and the secrets that the servers must take. */
export function triesOf(site: Site): { readonly secrets: Secrets; readonly tries: readonly Try[] } {
  const [current, before] = [newPassword(), newPassword()];
  const tokens = Object.fromEntries(USES.map((use) => [use, iamToken(site, use)]));
  const tries = USES.flatMap((use): Try[] => {
    const user = storeUser(site.prefix, use, "password");
    return [
      { use, way: "IAM token", user: storeUser(site.prefix, use, "iam-token"), password: tokens[use] ?? "" },
      { use, way: "password", user, password: current },
      { use, way: "password before", user, password: before },
      { use, way: "wrong password", user, password: newPassword() },
      { use, way: "no login", user: null, password: null },
    ];
  });
  return { secrets: { "iam-token": Object.values(tokens), password: [current, before] }, tries };
}

/** As the rotation makes them. */
function newPassword(): string {
  return randomBytes(32).toString("hex");
}

/**
 * A token as a pod signs one: the URL of a request, without its scheme. It has the length and the characters of a real one.
 * @see https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/auth-iam.html
 */
function iamToken({ prefix, region }: Site, use: StoreUse): string {
  const name = storeName(prefix, use);
  const time = "20260901T120000Z";
  const scope = `20260901/${region}/elasticache/aws4_request`;
  const query = new URLSearchParams({
    Action: "connect",
    User: name,
    "X-Amz-Algorithm": "AWS4-HMAC-SHA256",
    "X-Amz-Credential": `AKIAIOSFODNN7EXAMPLE/${scope}`,
    "X-Amz-Date": time,
    "X-Amz-Expires": "900",
    "X-Amz-Security-Token": randomBytes(700).toString("base64"),
    "X-Amz-SignedHeaders": "host",
  });
  const digest = createHash("sha256").update(query.toString()).digest("hex");
  const signature = createHmac("sha256", "key").update(digest).digest("hex");
  return `${name}/?${query}&X-Amz-Signature=${signature}`;
}

export function rowsOf(
  tries: readonly Try[],
  { version, results }: { readonly version: string; readonly results: readonly Result[] },
): Row[] {
  return tries.map(({ use, way }, index) => ({ client: version, use, way, result: results[index] ?? {} }));
}

/** The result that a try must have: what stacks do is done, only the cache may be emptied, and nothing dangerous is allowed. */
function wanted({ use, way }: Pick<Row, "use" | "way">): Result {
  if (way === "wrong password" || way === "no login") return { login: "not let in" };
  const done = Object.fromEntries(STEPS.map((step) => [step, "ok"]));
  return { ...done, empty: use === "cache" ? "ok" : "refused", dangerous: "refused" };
}

/** What is not as it must be. @returns one line each */
export function problemsIn(rows: readonly Row[]): string[] {
  return rows.flatMap(({ client, use, way, result }) =>
    Object.entries(wanted({ use, way }))
      .filter(([step, value]) => result[step] !== value && !(step === "listen" && result[step] === "none"))
      .map(
        ([step, value]) => `  ${client}, ${use}, ${way}: ${step} must be ${value}, got ${result[step] ?? "nothing"}`,
      ),
  );
}

/** The rows as a table of Markdown. */
export function tableOf(rows: readonly Row[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [
    line(["Client", "Store", "Login", ...STEPS]),
    line(Array(STEPS.length + 3).fill("---")),
    ...rows.map(({ client, use, way, result }) => line([client, use, way, ...STEPS.map((step) => result[step] ?? "")])),
  ].join("\n");
}
