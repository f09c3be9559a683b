import type { Service } from './service.js';
import type { Finding } from './tree.js';

/** The definitions of a source, and the names that exist elsewhere. */
export interface Services {
  readonly byName: ReadonlyMap<string, Service>;
  readonly external: ReadonlySet<string>;
}

/**
 * Names that nothing defines, and cycles: of bundles, of dependencies (through bundles too; a producer depends on its
 * consumer). Source: s6-rc 0.5.5.0 s6-rc-compile.c (resolve_bundle_rec, resolve_deps, s6rc_db_check_depcycles).
 */
export function checkGraph(services: Services): readonly Finding[] {
  const all = [...services.byName.values()];
  const undefinedNames = all.flatMap((service) => missing(service, services));
  const bundleCycle = cycleIn(
    all.filter((service) => service.type === 'bundle').map((bundle) => bundle.name),
    (name) => bundlesIn(name, services),
  );
  if (bundleCycle !== null) return [...undefinedNames, refused(bundleCycle, 'contains itself')];
  const atoms = all.filter((service) => service.type !== 'bundle').map((service) => service.name);
  const cycle = cycleIn(atoms, (name) => dependenciesOf(name, services));
  return cycle === null ? undefinedNames : [...undefinedNames, refused(cycle, 'depends on itself')];
}

function missing(service: Service, { byName, external }: Services): readonly Finding[] {
  const list = service.type === 'bundle' ? 'contents.d' : 'dependencies.d';
  return service.needs
    .filter((name) => !byName.has(name) && !external.has(name))
    .map((name) => ({
      verdict: 'refused',
      path: `${service.name}/${list}/${name}`,
      message: `no service is named "${name}"`,
    }));
}

function refused(name: string, what: string): Finding {
  return { verdict: 'refused', path: name, message: `"${name}" ${what}` };
}

function bundlesIn(name: string, { byName }: Services): readonly string[] {
  return (byName.get(name)?.needs ?? []).filter((one) => byName.get(one)?.type === 'bundle');
}

/** Direct dependencies as atomic services: a bundle stands for what it contains. Bundles are known to be acyclic here. */
function dependenciesOf(name: string, services: Services): readonly string[] {
  const service = services.byName.get(name);
  if (service === undefined) return [];
  const consumer = service.producerFor === null ? [] : [service.producerFor];
  return [...service.needs, ...consumer].flatMap((one) => atomsOf(one, services));
}

function atomsOf(name: string, services: Services): readonly string[] {
  const service = services.byName.get(name);
  if (service?.type !== 'bundle') return [name];
  return service.needs.flatMap((one) => atomsOf(one, services));
}

/** A name on a cycle, or null. Walks without recursion, so that a long chain cannot overflow the stack. */
export function cycleIn(names: readonly string[], next: (name: string) => readonly string[]): string | null {
  const done = new Set<string>();
  for (const start of names) {
    const trail = new Set<string>([start]);
    const stack = [{ name: start, todo: [...next(start)] }];
    while (!done.has(start)) {
      const top = stack[stack.length - 1];
      if (top === undefined) break;
      const name = top.todo.pop();
      if (name === undefined) {
        done.add(top.name);
        trail.delete(top.name);
        stack.pop();
      } else if (trail.has(name)) return name;
      else if (!done.has(name)) {
        trail.add(name);
        stack.push({ name, todo: [...next(name)] });
      }
    }
  }
  return null;
}
