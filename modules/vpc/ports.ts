/** TCP ports of the platform's protocols. */
export const PORTS = {
  https: 443,
  /** Where the pods of the LMS services listen. */
  workload: 8080,
  postgresql: 5432,
  redis: 6379,
} as const;
