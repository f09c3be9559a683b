import type { TargetPlan } from '../../plan/types.js';
import type { Backend, Draft } from '../types.js';
import { configDrafts } from './config.js';
import { feederDrafts } from './view.js';

/** BusyBox: the applet's configuration, and what starts it under the inits that wdgen has no backend of its own for. */
export const busybox: Backend = {
  id: 'busybox',
  title: 'BusyBox configuration and feeder scripts',
  drafts: (plan: TargetPlan): readonly Draft[] => [...configDrafts(plan), ...feederDrafts(plan)],
};
