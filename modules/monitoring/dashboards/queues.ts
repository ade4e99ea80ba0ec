import type { WatchedParts } from "../watched-parts";
import { each, graph, heading, type Row } from "./widgets";

/** Messages that wait in queues, how long, and those that were given up. */
export function queueRows(queues: WatchedParts["queues"], region: string): readonly Row[] {
  return [
    [heading("# Queues")],
    [
      graph(
        "Messages",
        region,
        each(queues, ({ queue }) => queue.metrics.messages),
      ),
      graph(
        "Age of the oldest",
        region,
        each(queues, ({ queue }) => queue.metrics.age),
        { axis: { label: "seconds" } },
      ),
      graph(
        "Dead letters",
        region,
        each(queues, ({ deadLetters }) => deadLetters.metrics.messages),
      ),
    ],
  ];
}
