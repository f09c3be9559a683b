import * as z from 'zod/mini';
import { rootSchema } from './schema.js';

/**
 * The spec's JSON Schema, draft 7: the newest draft that taplo and Even Better TOML complete from.
 * Positions, states and cross-checks are beyond a JSON Schema; `wdgen check` says those.
 */
export function rootJsonSchema(): unknown {
  const { $schema, ...rest } = z.toJSONSchema(rootSchema, {
    target: 'draft-7',
    io: 'input',
    override: describeSetting,
  });
  return { $schema, title: 'wdgen watchdog spec', ...rest };
}

/** A setting is one of its states: editors then warn about an empty table and about forbidden beside a value. */
function describeSetting({ jsonSchema }: { jsonSchema: Record<string, unknown> }): void {
  const { properties } = jsonSchema as { properties?: Record<string, unknown> };
  if (
    properties === undefined ||
    !['active', 'deferred', 'forbidden'].every((state) => Object.hasOwn(properties, state))
  )
    return;
  jsonSchema['oneOf'] = [
    { required: ['forbidden'], not: { anyOf: [{ required: ['active'] }, { required: ['deferred'] }] } },
    { anyOf: [{ required: ['active'] }, { required: ['deferred'] }], not: { required: ['forbidden'] } },
  ];
}
