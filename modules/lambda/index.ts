// Lambda functions in TypeScript, bundled at synth, and schedules that invoke them.

export { FunctionSchedule, type FunctionScheduleProps, TIME_ZONE } from "./function-schedule";
export { type FunctionMetrics, scheduleFailures } from "./metrics";
export { executionsFor, TypescriptFunction, type TypescriptFunctionProps } from "./typescript-function";
