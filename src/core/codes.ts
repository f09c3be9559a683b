import { auditCodes } from './codes/audit.js';
import { coverageCodes } from './codes/coverage.js';
import { deviceCodes } from './codes/device.js';
import { explorationCodes } from './codes/exploration.js';
import { machineCodes } from './codes/machine.js';
import { outputCodes } from './codes/output.js';
import { planCodes } from './codes/plan.js';
import { readingCodes } from './codes/reading.js';
import { recoveryRulesCodes } from './codes/recovery-rules.js';
import { rehearseCodes } from './codes/rehearse.js';
import { rulesCodes } from './codes/rules.js';
import { servicesCodes } from './codes/services.js';
import { specCodes } from './codes/spec.js';
import { statesCodes } from './codes/states.js';
import { usageCodes } from './codes/usage.js';

export type { CodeFacts } from './codes/facts.js';

/** Every code there is. */
export const codes = {
  ...readingCodes,
  ...specCodes,
  ...planCodes,
  ...servicesCodes,
  ...deviceCodes,
  ...statesCodes,
  ...outputCodes,
  ...usageCodes,
  ...machineCodes,
  ...rehearseCodes,
  ...rulesCodes,
  ...recoveryRulesCodes,
  ...explorationCodes,
  ...coverageCodes,
  ...auditCodes,
} as const;

export type DiagnosticCode = keyof typeof codes;
