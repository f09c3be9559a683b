import { type Language, Quoted } from './quote/quoted.js';
import type { Shape, ShapePath, Templates } from './templates.gen.js';

/** A backend handed a template something that must not be printed. A mistake in wdgen, never the user's. */
export class ViewError extends Error {
  constructor(template: string, where: string, why: string) {
    super(`template ${template}: ${where}: ${why}`);
    this.name = 'ViewError';
  }
}

type Fail = (where: string, why: string) => never;
type Names = Readonly<Record<string, unknown>>;

/**
 * Refuses everything in a view that is not Quoted text of `language`, a number that prints in digits, a flag,
 * or a list or plain record of those. Handlebars would print `undefined` as nothing and a Map as garbage.
 */
export function checkPlain(value: unknown, language: Language, where: string, fail: Fail): void {
  if (value instanceof Quoted) {
    if (value.language !== language) fail(where, `text quoted for ${value.language} in a ${language} file`);
  } else if (typeof value === 'number') {
    if (!/^-?\d+(\.\d+)?$/.test(String(value))) fail(where, `the number ${value} has no plain form`);
  } else if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) checkPlain(value[i], language, `${where}[${i}]`, fail);
  } else if (isRecord(value)) {
    for (const [name, member] of Object.entries(value))
      checkPlain(member, language, `${where}.${name}`, fail);
  } else if (typeof value !== 'boolean') {
    fail(where, `${describe(value)} is not plain view data`);
  }
}

function isRecord(value: unknown): value is Names {
  if (typeof value !== 'object' || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function describe(value: unknown): string {
  if (typeof value === 'string') return 'a raw string (quote it for the language of the file)';
  if (typeof value === 'object' && value !== null) return `a ${value.constructor?.name ?? 'object'}`;
  return value === null ? 'null' : `a value of type ${typeof value}`;
}

/** What a name means at one place of a template: the enclosing contexts, innermost first. */
interface Scope {
  readonly contexts: readonly unknown[];
  /** Printed names that the enclosing `#if` blocks have found false; what lies below them is not there. */
  readonly absent: readonly string[];
  readonly templates: Templates;
  readonly fail: Fail;
}

/** Stands for the item of an empty list: names below it cannot be checked, names outside it still are. */
const noItem = Symbol('no item');

/** Refuses a view that lacks a name which the template uses anywhere, even in a block that is not taken. */
export function checkShape(shape: Shape, view: unknown, templates: Templates, fail: Fail): void {
  walk(shape, { contexts: [view], absent: [], templates, fail });
}

function walk(shape: Shape, scope: Scope): void {
  for (const node of shape) {
    if (node[0] === 'print') checkPrinted(node[1], node[2], scope);
    else if (node[0] === 'if') walkIf(node[1], node[2], node[3], node[4], scope);
    else if (node[0] === 'each') walkEach(node[1], node[2], node[3], node[4], scope);
    else walkPartial(node[1], scope);
  }
}

function checkPrinted(depth: ShapePath[0], names: ShapePath[1], scope: Scope): void {
  const value = resolve(depth, names, scope);
  if (value === noItem || value instanceof Quoted || typeof value === 'number' || typeof value === 'boolean')
    return;
  scope.fail(print(depth, names), 'a list or record is printed as text');
}

function walkIf(depth: number, names: readonly string[], then: Shape, otherwise: Shape, scope: Scope): void {
  const value = resolve(depth, names, scope);
  if (typeof value === 'number') scope.fail(print(depth, names), '#if on a number, where 0 counts as false');
  const absent = value === false ? [...scope.absent, print(depth, names)] : scope.absent;
  walk(then, { ...scope, absent });
  walk(otherwise, scope);
}

function walkEach(
  depth: number,
  names: readonly string[],
  body: Shape,
  whenEmpty: Shape,
  scope: Scope,
): void {
  const list = resolve(depth, names, scope);
  if (list !== noItem && !Array.isArray(list)) scope.fail(print(depth, names), '#each needs a list');
  const items: readonly unknown[] = Array.isArray(list) && list.length > 0 ? list : [noItem];
  for (const item of items) {
    // Handlebars enters no new level for an item that equals what encloses it: `../` would then mean another place.
    if (item !== noItem && scope.contexts[0] === item)
      scope.fail(print(depth, names), 'an item equals its context');
    walk(body, { ...scope, contexts: [item, ...scope.contexts], absent: [] });
  }
  walk(whenEmpty, scope);
}

function walkPartial(name: string, scope: Scope): void {
  const partial = Object.hasOwn(scope.templates, name) ? scope.templates[name] : undefined;
  if (partial === undefined) scope.fail(`{{> ${name}}}`, 'no such template');
  else walk(partial().shape, { ...scope, contexts: scope.contexts.slice(0, 1) });
}

function resolve(depth: number, names: readonly string[], scope: Scope): unknown {
  if (scope.absent.some((name) => print(depth, names).startsWith(`${name}.`))) return noItem;
  let value: unknown = scope.contexts[depth];
  for (const name of names) {
    if (value === noItem) return noItem;
    if (!isRecord(value) || !Object.hasOwn(value, name)) {
      return scope.fail(print(depth, names), 'the template uses this name and the view does not have it');
    }
    value = value[name];
  }
  return value;
}

function print(depth: number, names: readonly string[]): string {
  return `${'../'.repeat(depth)}${names.join('.') || 'this'}`;
}
