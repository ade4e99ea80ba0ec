import { runPage } from "../scripts/generated-page";
import { readAcceptances } from "./acceptances";
import { RISK_PAGE, riskPage } from "./risk-page";

runPage({
  file: RISK_PAGE,
  command: "npm run risks",
  about: `Writes ${RISK_PAGE}, for an auditor, from security/accepted-risks.yaml.`,
  write: () => riskPage(readAcceptances()),
});
