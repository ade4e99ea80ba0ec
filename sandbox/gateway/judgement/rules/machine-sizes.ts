/** Sizes by family, each a list as AWS's page has it. */
type Families = Readonly<Record<string, readonly string[]>>;

const LARGE_TO_16 = ["large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge"];
const LARGE_TO_24 = ["large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge", "24xlarge"];

/**
 * Instance classes of Aurora PostgreSQL.
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Concepts.DBInstanceClass.SupportAurora.html
 */
const AURORA_POSTGRESQL: Families = {
  "db.serverless": [""],
  "db.r8g": [...LARGE_TO_24, "48xlarge"],
  "db.r7g": LARGE_TO_16,
  "db.r7i": [...LARGE_TO_24, "48xlarge"],
  "db.r6g": LARGE_TO_16,
  "db.r6gd": ["xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge"],
  "db.r6i": [...LARGE_TO_24, "32xlarge"],
  "db.r6id": ["24xlarge", "32xlarge"],
  "db.x2g": LARGE_TO_16,
  "db.r5": LARGE_TO_24,
  "db.t4g": ["medium", "large"],
  "db.t3": ["medium", "large"],
};

/**
 * Node types of ElastiCache.
 * @see https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/CacheNodes.SupportedTypes.html
 */
const ELASTICACHE: Families = {
  "cache.m7g": LARGE_TO_16,
  "cache.m6g": LARGE_TO_16,
  "cache.m5": ["large", "xlarge", "2xlarge", "4xlarge", "12xlarge", "24xlarge"],
  "cache.m4": ["large", "xlarge", "2xlarge", "4xlarge", "10xlarge"],
  "cache.r7g": LARGE_TO_16,
  "cache.r6g": LARGE_TO_16,
  "cache.r6gd": ["xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge"],
  "cache.r5": ["large", "xlarge", "2xlarge", "4xlarge", "12xlarge", "24xlarge"],
  "cache.r4": ["large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "16xlarge"],
  "cache.c7gn": LARGE_TO_16,
  "cache.t4g": ["micro", "small", "medium"],
  "cache.t3": ["micro", "small", "medium"],
  "cache.t2": ["micro", "small", "medium"],
};

/** Whether Aurora PostgreSQL runs on an instance class such as `db.r7g.large`. */
export function isAuroraClass(name: string): boolean {
  return isIn(AURORA_POSTGRESQL, name);
}

/** Whether ElastiCache has a node type such as `cache.t4g.micro`. */
export function isCacheNodeType(name: string): boolean {
  return isIn(ELASTICACHE, name);
}

function isIn(families: Families, name: string): boolean {
  return Object.entries(families).some(([family, sizes]) =>
    sizes.some((size) => name === (size === "" ? family : `${family}.${size}`)),
  );
}
