/** A DNS name of at least two labels, each of 1-63 letters, digits or inner hyphens. */
const LABEL = "(?!-)[a-z0-9-]{1,63}(?<!-)";
const DOMAIN = new RegExp(`^(?:${LABEL}\\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])$`);
const LONGEST_DOMAIN = 253;

/** Whether a text is a DNS name such as `lms.example.com`, in lower case. */
export function isDomainName(text: string): boolean {
  return text.length <= LONGEST_DOMAIN && DOMAIN.test(text);
}

/**
 * Checks that a text is an origin that browsers know: `https://`, a host, a port if need be, and nothing after it. The
 * host may begin with `*.`, for all below it.
 * @see https://developer.mozilla.org/docs/Glossary/Origin
 */
export function httpsOriginProblems(where: string, origin: string): string[] {
  const [, host] = /^https:\/\/(?:\*\.)?([^/:]+)(?::\d{1,5})?$/.exec(origin) ?? [];
  if (host !== undefined && isDomainName(host)) return [];
  return [
    `${where}: must hold origins such as https://lms.example.com, got ${JSON.stringify(origin)}; ` +
      "name scheme and host, in lower case and without a path",
  ];
}
