/** What a certificate takes as its first name. @see https://docs.aws.amazon.com/acm/latest/APIReference/API_RequestCertificate.html */
const LONGEST_DOMAIN = 64;

const LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";
const DOMAIN = new RegExp(`^(?:${LABEL}\\.)+[a-z]{2,63}$`);

/**
 * Checks the name of a site and that of the zone which holds its records.
 * @returns every problem at once, `[]` when there is none
 */
export function domainProblems(domain: string, zoneName: string): string[] {
  const problems = [
    ...nameProblems("domain", domain, "such as lms.example.com"),
    ...nameProblems("zone.name", zoneName, "such as example.com"),
  ];
  if (domain.length > LONGEST_DOMAIN) {
    problems.push(
      `domain: must have at most ${LONGEST_DOMAIN} characters for its certificate, ` +
        `got ${JSON.stringify(domain)} (${domain.length}); shorten it`,
    );
  }
  if (problems.length === 0 && domain !== zoneName && !domain.endsWith(`.${zoneName}`)) {
    problems.push(
      `domain: must be the zone ${zoneName} or inside it, got ${JSON.stringify(domain)}; correct one of the two`,
    );
  }
  return problems;
}

function nameProblems(where: string, name: string, example: string): string[] {
  if (DOMAIN.test(name)) return [];
  return [`${where}: must be a domain name in lower case ${example}, got ${JSON.stringify(name)}; correct it`];
}
