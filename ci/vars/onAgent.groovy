/** Runs a block on an agent of its own: what comes after the stages has none. */
def call(Closure body) {
  timeout(time: 15, unit: 'MINUTES') {
    podTemplate(yaml: readTrusted('ci/agents/tools.yaml')) {
      node(POD_LABEL) {
        container('tools') {
          prepareWorkspace()
          body()
        }
      }
    }
  }
}
