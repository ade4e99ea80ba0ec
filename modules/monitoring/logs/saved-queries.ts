import { CloudwatchQueryDefinition } from "@cdktf/provider-aws/lib/cloudwatch-query-definition";
import { Annotations } from "cdktf";
import { Construct } from "constructs";
import type { Site } from "../../foundation/names";
import type { LogSources } from "./log-groups";
import { queryProblems, queryText, SAVED_QUERIES, type SavedQuery } from "./query-table";

export interface SavedQueriesProps {
  readonly sources: LogSources;
  /** What is saved; what an operator of the LMS asks by default. */
  readonly queries?: readonly SavedQuery[];
  readonly site: Pick<Site, "prefix">;
}

/**
 * Queries of Logs Insights, saved for whoever looks into an incident: in each region for the groups that are there, since
 * the console of a region shows and asks its own only. A query without a group is left out. Reports every problem of the
 * queries.
 */
export class SavedQueries extends Construct {
  constructor(scope: Construct, id: string, { sources, queries = SAVED_QUERIES, site: { prefix } }: SavedQueriesProps) {
    super(scope, id);
    const problems = queryProblems(queries);
    for (const problem of problems) Annotations.of(this).addError(problem);
    if (problems.length > 0) return;
    for (const query of queries) {
      const groups = query.sources.flatMap((source) => sources[source] ?? []);
      for (const provider of new Set(groups.map((group) => group.provider))) {
        const id = query.name.replace("/", "-");
        new CloudwatchQueryDefinition(this, provider === undefined ? id : `global-${id}`, {
          ...(provider === undefined ? {} : { provider }),
          name: `${prefix}/${query.name}`,
          queryString: queryText(query),
          logGroupNames: groups.filter((group) => group.provider === provider).map(({ name }) => name),
        });
      }
    }
  }
}
