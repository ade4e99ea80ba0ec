stage('Plan <environment>') {
  when {
    beforeOptions true
    beforeAgent true
    expression { env.CHANGED.tokenize().contains('<environment>') }
  }
  options { timeout(time: 1, unit: 'HOURS') }
  agent {
    kubernetes {
      yamlFile 'ci/resources/agents/tools.yaml'
      defaultContainer 'tools'
    }
  }
  environment { ENVIRONMENT = '<environment>' }
  steps { planRoot() }
}
