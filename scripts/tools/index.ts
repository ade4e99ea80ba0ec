export { download } from "./download";
export { buildWithGo } from "./go-programs";
export { groovyJar } from "./groovy-jar";
export { clusterProgram } from "./helm";
export { keep } from "./keep";
export { buildPrometheusTools, findPrometheusTools, type PrometheusTools } from "./prometheus-tools";
export { type PythonTool, pythonEnvironment } from "./python";
export { terraformRelease } from "./terraform-release";
