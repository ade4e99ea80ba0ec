import { numberAt, stringAt } from "../../json";
import { type Rules, refuse } from "../rule";

/** Readers that an Aurora cluster may have beside its writer. @see https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.Integrating.AutoScaling.html */
const MAX_READERS = 15;

/** Application Auto Scaling: bounds of what is scaled. */
export const autoScalingRules: Rules = {
  /** @see https://docs.aws.amazon.com/autoscaling/application/APIReference/API_RegisterScalableTarget.html */
  RegisterScalableTarget: (parameters) => {
    const min = numberAt(parameters, "MinCapacity") ?? 0;
    const max = numberAt(parameters, "MaxCapacity") ?? Number.POSITIVE_INFINITY;
    if (min > max) refuse("ValidationException", "Maximum capacity cannot be less than minimum capacity");
    const isReaders = stringAt(parameters, "ScalableDimension") === "rds:cluster:ReadReplicaCount";
    if (isReaders && Number.isFinite(max) && max > MAX_READERS) {
      refuse("ValidationException", `Maximum capacity cannot be greater than ${MAX_READERS}`);
    }
  },
};
