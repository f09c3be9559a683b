import type { Backend } from '../types.js';
import { applicationDrafts } from './view.js';

/** An application that feeds the watchdog from its own loop: the contract it has to keep. */
export const application: Backend = {
  id: 'application',
  title: 'contract of the feeding application',
  drafts: applicationDrafts,
};
