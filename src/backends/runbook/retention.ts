import { sayDuration } from '../../core/duration.js';
import type { RetentionPlan, TargetPlan } from '../../plan/types.js';
import { gateText } from '../deferral.js';
import { mdBlock, mdText } from '../quote/markdown.js';
import type { View } from '../types.js';

/** Directories that are kept from growing, and what to type; false without any. */
export function retentionView(plan: TargetPlan): View | false {
  const { retentions, platform } = plan;
  if (retentions.length === 0) return false;
  const active = retentions.filter(({ state }) => state === 'active');
  const scripted = active.some(({ by }) => by === 'script');
  const program = platform.kind === 'nixos' ? 'wdgen-retention' : '/usr/libexec/wdgen/retention';
  return {
    folders: retentions.map((one) => mdText(sentence(one))),
    script: scripted && {
      commands: mdBlock(
        'sh',
        [
          '# What would be removed now; nothing is',
          `${program} --dry-run`,
          '# Clean now, due or not',
          `${program} --now`,
          '# What was removed',
          platform.init === 'systemd'
            ? 'journalctl -t wdgen-retention'
            : 'grep wdgen-retention /var/log/messages',
        ].join('\n'),
      ),
    },
    tmpfiles: active.some(({ by }) => by === 'tmpfiles') && {
      commands: mdBlock('sh', 'SYSTEMD_LOG_LEVEL=debug systemd-tmpfiles --clean'),
    },
  };
}

function sentence({ path, state, deferral, by, everyMs, ...limits }: RetentionPlan): string {
  const how = by === 'tmpfiles' ? 'once a day by systemd-tmpfiles' : `at most every ${sayDuration(everyMs)}`;
  const said = `${path}: ${limitText(limits)}; ${how}.`;
  if (state === 'active') return said;
  return `${said} Deferred, not in the image: ${deferral?.reason ?? 'no reason is given.'} Gate: ${gateText(deferral)}.`;
}

function limitText({
  keepMs,
  keepCount,
  keepBytes,
}: Pick<RetentionPlan, 'keepMs' | 'keepCount' | 'keepBytes'>): string {
  const limits = [
    ...(keepMs > 0 ? [`what has not changed for ${sayDuration(keepMs)} goes`] : []),
    ...(keepCount > 0 ? [`at most ${keepCount} entries`] : []),
    ...(keepBytes > 0 ? [`at most ${Math.ceil(keepBytes / 1024)} KiB`] : []),
  ];
  return limits.length === 0 ? 'nothing limits it' : limits.join(', ');
}
