/** One `@`, a host with a dot, and nothing that a list of addresses would have. */
const ADDRESS = /^[^\s@,;<>]+@[^\s@,;<>.]+(\.[^\s@,;<>.]+)+$/;

/**
 * Checks the addresses of a list.
 * @param field the setting, which messages begin with
 * @returns every problem at once, `[]` when there is none
 */
export function mailProblems(field: string, addresses: readonly string[]): string[] {
  const malformed = addresses
    .filter((address) => !ADDRESS.test(address))
    .map(
      (address) => `${field}: must be addresses such as team@example.com, got ${JSON.stringify(address)}; correct it`,
    );
  const repeated = [...new Set(addresses.filter((address, index) => addresses.indexOf(address) < index))].map(
    (address) => `${field}: must name each address once, got ${JSON.stringify(address)} again; remove it`,
  );
  return [...malformed, ...repeated];
}
