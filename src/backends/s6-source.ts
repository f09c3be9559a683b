import type { TargetPlan } from '../plan/types.js';
import type { Quoted } from './quote/quoted.js';
import { s6Name } from './quote/s6.js';
import type { Draft } from './types.js';

/** Source directories of s6-rc in the image, as Buildroot trees and the fortros overlay have them. */
export const S6_SOURCE = 'rootfs/etc/s6-rc/source';

/** Files that hold nothing but their fact, or not even that. */
type Fact = 'type' | 'down-signal' | 'empty';

/** A file of a source directory that states one fact. Source: s6-rc 0.5.5.0 doc/s6-rc-compile.html. */
export function s6Fact(path: string, fact: Fact, origin: readonly string[]): Draft {
  return {
    path,
    mode: 0o644,
    template: `s6-rc/${fact}`,
    language: 's6',
    view: {},
    state: 'active',
    origin,
  };
}

/** What starts a longrun where the feeder is started: behind the same services, in the same bundle. */
export function s6Place(
  plan: TargetPlan,
  name: string | Quoted,
  origin: readonly string[],
): readonly Draft[] {
  const { after, bundle } = plan.watchdog.service;
  const folder = `${S6_SOURCE}/${name}`;
  return [
    ...after.map((one) => s6Fact(`${folder}/dependencies.d/${s6Name(one)}`, 'empty', origin)),
    ...(bundle === null
      ? []
      : [s6Fact(`${S6_SOURCE}/${s6Name(bundle)}/contents.d/${name}`, 'empty', origin)]),
  ];
}
