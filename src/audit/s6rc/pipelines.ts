import { cycleIn, type Services } from './graph.js';
import type { Service } from './service.js';
import type { Finding } from './tree.js';

/**
 * Producers and consumers have to name each other, both longruns, and no pipeline may end in itself; a pipeline's
 * bundle takes a name that is free. Source: s6-rc 0.5.5.0 s6-rc-compile.c (resolve_prodcons, add_pipeline_bundles),
 * s6rc_db_check_pipelines.c.
 */
export function checkPipelines(services: Services): readonly Finding[] {
  const longruns = [...services.byName.values()].filter((service) => service.type === 'longrun');
  const pairs = longruns.flatMap((service) => [
    ...consumerOf(service, services),
    ...producersOf(service, services),
    ...bundleOf(service, services),
  ]);
  const loop = cycleIn(
    longruns.map((service) => service.name),
    (name) => services.byName.get(name)?.consumerFor ?? [],
  );
  if (loop === null) return pairs;
  return [...pairs, { verdict: 'refused', path: `${loop}/consumer-for`, message: 'the pipeline is a loop' }];
}

function consumerOf(service: Service, services: Services): readonly Finding[] {
  const name = service.producerFor;
  if (name === null) return [];
  const back = services.byName.get(name)?.consumerFor.includes(service.name) === true;
  return pairing(service, name, back, 'producer-for', services);
}

function producersOf(service: Service, services: Services): readonly Finding[] {
  return service.consumerFor.flatMap((name) => {
    const back = services.byName.get(name)?.producerFor === service.name;
    return pairing(service, name, back, 'consumer-for', services);
  });
}

function pairing(
  service: Service,
  name: string,
  back: boolean,
  file: 'producer-for' | 'consumer-for',
  { byName, external }: Services,
): readonly Finding[] {
  const other = byName.get(name);
  if (other === undefined && external.has(name)) return [];
  if (other?.type === 'longrun' && back) return [];
  const why = other?.type === 'longrun' ? 'does not name it back' : 'is not a longrun';
  return [{ verdict: 'refused', path: `${service.name}/${file}`, message: `"${name}" ${why}` }];
}

function bundleOf(service: Service, { byName }: Services): readonly Finding[] {
  const name = service.pipelineName;
  if (name === null || !byName.has(name)) return [];
  return [
    {
      verdict: 'refused',
      path: `${service.name}/pipeline-name`,
      message: `the name "${name}" is already taken by a service`,
    },
  ];
}
