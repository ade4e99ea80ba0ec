// The part of CloudWatch's metric math that the alarms use.

/** Values of a metric by period; nothing where there is none. */
export type Series = readonly (number | undefined)[];

type Value = { readonly series: Series } | { readonly list: readonly Series[] };

const TOKEN = /\s*([A-Za-z_]\w*|\d+(?:\.\d+)?|>=|[-+*/(),[\]])/y;

/**
 * Evaluates an expression over the series of its metrics.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
 */
export function evaluate(expression: string, metrics: Readonly<Record<string, Series>>, count: number): Series {
  const tokens = tokensOf(expression);
  let at = 0;
  const take = (expected?: string) => {
    const token = tokens[at++];
    if (token === undefined || (expected !== undefined && token !== expected)) {
      throw new Error(`${expression}: expected ${expected ?? "more"}, got ${token}`);
    }
    return token;
  };
  const constant = (value: number): Series => Array.from({ length: count }, () => value);

  const comparison = (): Series => {
    const left = sum();
    if (tokens[at] !== ">=") return left;
    take();
    return combine(left, sum(), (one, other) => (one >= other ? 1 : 0));
  };
  const sum = (): Series => {
    let left = product();
    while (tokens[at] === "+" || tokens[at] === "-") {
      const sign = take() === "+" ? 1 : -1;
      left = combine(left, product(), (one, other) => one + sign * other);
    }
    return left;
  };
  const product = (): Series => {
    let left = factor();
    while (tokens[at] === "*" || tokens[at] === "/") {
      left =
        take() === "*"
          ? combine(left, factor(), (one, other) => one * other)
          : // A division by zero has no value.
            combine(left, factor(), (one, other) => (other === 0 ? undefined : one / other));
    }
    return left;
  };
  const factor = (): Series => {
    const token = take();
    if (token === "(") {
      const inner = comparison();
      take(")");
      return inner;
    }
    if (/^\d/.test(token)) return constant(Number(token));
    if (tokens[at] === "(") return call(token);
    const metric = metrics[token];
    if (metric === undefined) throw new Error(`${expression}: has no metric ${token}`);
    return metric;
  };
  const argument = (): Value => {
    if (tokens[at] !== "[") return { series: comparison() };
    take();
    const list = [comparison()];
    while (tokens[at] === ",") {
      take();
      list.push(comparison());
    }
    take("]");
    return { list };
  };
  const call = (name: string): Series => {
    take("(");
    const values = [argument()];
    while (tokens[at] === ",") {
      take();
      values.push(argument());
    }
    take(")");
    return apply(name, values);
  };

  const result = comparison();
  if (at < tokens.length) throw new Error(`${expression}: has ${tokens[at]} beyond its end`);
  return result;
}

function apply(name: string, [first, second, third]: readonly Value[]): Series {
  const one = seriesOf(first);
  switch (name) {
    case "FILL": {
      const by = seriesOf(second);
      return one.map((value, index) => value ?? by[index]);
    }
    case "DIFF":
      return one.map((value, index) => difference(value, index === 0 ? undefined : one[index - 1]));
    case "IF": {
      const [yes, no] = [seriesOf(second), seriesOf(third)];
      return one.map((value, index) => (value === undefined ? undefined : value !== 0 ? yes[index] : no[index]));
    }
    case "MAX":
      return over(first, (values) => Math.max(...values));
    case "MIN":
      return over(first, (values) => Math.min(...values));
    case "SUM":
      return over(first, (values) => values.reduce((total, value) => total + value, 0));
    default:
      throw new Error(`unknown function ${name}`);
  }
}

function difference(value: number | undefined, before: number | undefined): number | undefined {
  return value === undefined || before === undefined ? undefined : value - before;
}

/** One value of those that several series have in a period; nothing where none has any. */
function over(value: Value | undefined, combined: (values: readonly number[]) => number): Series {
  const list = value !== undefined && "list" in value ? value.list : [seriesOf(value)];
  return (list[0] ?? []).map((_, index) => {
    const values = list.flatMap((series) => series[index] ?? []);
    return values.length === 0 ? undefined : combined(values);
  });
}

function combine(left: Series, right: Series, by: (one: number, other: number) => number | undefined): Series {
  return left.map((one, index) => {
    const other = right[index];
    return one === undefined || other === undefined ? undefined : by(one, other);
  });
}

function seriesOf(value: Value | undefined): Series {
  if (value === undefined) throw new Error("a function must be given a value");
  return "series" in value ? value.series : (value.list[0] ?? []);
}

function tokensOf(expression: string): string[] {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < expression.trimEnd().length) {
    const start = TOKEN.lastIndex;
    const found = TOKEN.exec(expression);
    if (found?.[1] === undefined) throw new Error(`${expression}: cannot be read from ${start} on`);
    tokens.push(found[1]);
  }
  return tokens;
}
