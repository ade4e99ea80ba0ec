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

/** Queries of Logs Insights, saved for whoever looks into an incident. Reports every problem of the queries. */
export class SavedQueries extends Construct {
  constructor(scope: Construct, id: string, { sources, queries = SAVED_QUERIES, site: { prefix } }: SavedQueriesProps) {
    super(scope, id);
    const problems = queryProblems(queries);
    for (const problem of problems) Annotations.of(this).addError(problem);
    if (problems.length > 0) return;
    for (const query of queries) {
      new CloudwatchQueryDefinition(this, query.name.replace("/", "-"), {
        name: `${prefix}/${query.name}`,
        queryString: queryText(query),
        logGroupNames: query.sources.map((source) => sources[source].name),
      });
    }
  }
}
