import { type JsonObject, objectAt } from "../../json";
import { AwsError, emptyAnswer, jsonAnswer } from "../../responses";
import { type Context, type Route, route } from "../../service";
import { Kind } from "../../store";

/**
 * Types of resources that a region has, and whether an account has opted into them before it said anything: not into Aurora.
 * @see https://github.com/boto/boto3/issues/3758
 */
const AT_FIRST: JsonObject = {
  Aurora: false,
  CloudFormation: false,
  DocumentDB: false,
  DynamoDB: true,
  EBS: true,
  EC2: true,
  EFS: true,
  FSx: false,
  Neptune: false,
  RDS: true,
  Redshift: true,
  S3: true,
  "Storage Gateway": false,
  VirtualMachine: false,
};

const preferences = new Kind<JsonObject>("preferences of AWS Backup, by their name");

/** What an account has opted into in a region, which moto lacks. An update says nothing of the types that it leaves out. */
export const regionSettingsRoutes: readonly Route[] = [
  route("GET", "/account-settings", (_request, context) =>
    jsonAnswer({ ResourceTypeOptInPreference: optedInto(context), ResourceTypeManagementPreference: {} }),
  ),

  route("PUT", "/account-settings", (request, context) => {
    const asked = objectAt(request.parameters, OPT_IN) ?? {};
    if (Object.keys(asked).some((type) => !Object.hasOwn(AT_FIRST, type))) {
      throw new AwsError(
        "InvalidParameterValueException",
        "Element present in resource type opt in preference has invalid values. Please use describeRegionSettings API to know the supported resource types",
      );
    }
    context.remembered(preferences).set(OPT_IN, { ...optedInto(context), ...asked });
    return emptyAnswer(200);
  }),
];

const OPT_IN = "ResourceTypeOptInPreference";

function optedInto(context: Context): JsonObject {
  return context.remembered(preferences).get(OPT_IN) ?? AT_FIRST;
}
