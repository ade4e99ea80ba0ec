/**
 * The continents that Route 53 tells apart, by its code.
 * @see https://docs.aws.amazon.com/Route53/latest/APIReference/API_GeoLocation.html
 */
export const CONTINENTS = {
  AF: "Africa",
  AN: "Antarctica",
  AS: "Asia",
  EU: "Europe",
  NA: "North America",
  OC: "Oceania",
  SA: "South America",
} as const;

/** Code of a continent in Route 53. */
export type Continent = keyof typeof CONTINENTS;

/** Checks the continents that have records of their own. @returns every problem at once, `[]` when there is none */
export function continentProblems(continents: readonly string[]): string[] {
  const problems = continents
    .filter((continent) => !Object.hasOwn(CONTINENTS, continent))
    .map(
      (continent) =>
        `continents: must be codes of Route 53 (${Object.keys(CONTINENTS).join(", ")}), ` +
        `got ${JSON.stringify(continent)}; correct it`,
    );
  if (new Set(continents).size < continents.length) {
    problems.push(
      `continents: must name each continent once, got ${JSON.stringify(continents)}; remove the repeated one`,
    );
  }
  return problems;
}
