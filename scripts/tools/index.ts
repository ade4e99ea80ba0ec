export { download } from "./download";
export { groovyJar } from "./groovy-jar";
export { clusterProgram } from "./helm";
export { keep } from "./keep";
export { type PythonTool, pythonEnvironment } from "./python";
export { terraformRelease } from "./terraform-release";
