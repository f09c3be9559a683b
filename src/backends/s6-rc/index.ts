import type { Backend } from '../types.js';
import { s6RcDrafts } from './view.js';

/** s6-rc source directories: the feeder as a supervised longrun. */
export const s6Rc: Backend = { id: 's6-rc', title: 's6-rc source directories', drafts: s6RcDrafts };
