export { type ApplyOptions, type ApplyResult, applyTargets, compareTargets } from './apply.js';
export type { Change, Obstacle, TargetComparison } from './compare.js';
export { prepareBuildFiles } from './depfile.js';
export { type Manifest, type ManifestEntry, parseManifest, sha256 } from './manifest.js';
export { findOrphans, type RemoveResult, removeTarget } from './prune.js';
export { diffTarget } from './read.js';
export { resolveTargetDir } from './recover.js';
export { buildTree, type TargetTree } from './tree.js';
export { unifiedDiff } from './unified-diff.js';
