/** Runs a block on an agent of its own, 'tools' or 'deploy': what comes between and after the stages has none. */
def call(String kind, Closure body) {
  timeout(time: 1, unit: 'HOURS') {
    podTemplate(yaml: libraryResource("agents/${kind}.yaml")) {
      retry(count: 2, conditions: [kubernetesAgent(), nonresumable()]) {
        node(POD_LABEL) {
          container('tools') {
            prepareWorkspace()
            body()
          }
        }
      }
    }
  }
}
