export { clusterProgram } from "./helm";
export { type PythonTool, pythonEnvironment } from "./python";
export { terraformRelease } from "./terraform-release";
