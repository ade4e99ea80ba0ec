import { expect, it } from "vitest";
import { versionSupport } from "../../../modules/eks/kubernetes-versions";

const on = (day: string) => versionSupport("1.35", new Date(day));

it("says nothing of a version that is supported for long", () => {
  expect(on("2026-11-23")).toEqual({});
  expect(on("2027-01-26")).toEqual({});
});

it("warns in the last 60 days", () => {
  expect(on("2027-01-27")).toEqual({
    warning: "kubernetesVersion: 1.35 leaves standard support on 2027-03-27, in 60 days; plan the upgrade",
  });
  expect(on("2027-03-27T23:59:59Z")).toEqual({
    warning: "kubernetesVersion: 1.35 leaves standard support on 2027-03-27, in 0 days; plan the upgrade",
  });
});

it("refuses a version past its support", () => {
  expect(on("2027-03-28")).toEqual({
    error: "kubernetesVersion: must be in standard support, got 1.35 whose support ended on 2027-03-27; upgrade it",
  });
});

it("refuses a version that it does not know", () => {
  expect(versionSupport("1.31", new Date("2026-11-23"))).toEqual({
    error: 'kubernetesVersion: must be one of 1.35, 1.36, got "1.31"; choose a version that EKS supports',
  });
});
