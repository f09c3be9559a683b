import { Quoted } from './quote/quoted.js';
import type { NamePath, Template, Templates } from './templates.gen.js';
import { type Fail, isRecord } from './view.js';

/** What a name means at one place of a template: an item, the list place it has, and what lies around it. */
interface Context {
  readonly item: unknown;
  readonly outer: Context | undefined;
  readonly index: number;
  readonly isLast: boolean;
}

/** What does not change while one file is filled in. */
interface Filling {
  readonly templates: Templates;
  readonly fail: Fail;
}

type Block<Kind> = Extract<Exclude<Template[number], string>, readonly [Kind, ...unknown[]]>;

/** Stands for the item of an empty list: names below it cannot be checked, names outside it still are. */
const noItem = Symbol('no item');

/** No `#if` around that found its name false. */
const NOTHING: readonly string[] = [];

/**
 * Fills a view into a template. Goes through the blocks that are not taken, too, and drops their text: a view that
 * lacks a name which the template uses anywhere is refused.
 */
export function fill(template: Template, view: unknown, templates: Templates, fail: Fail): string {
  return walk(template, contextOf(view, undefined), NOTHING, { templates, fail });
}

function contextOf(item: unknown, outer: Context | undefined, index = 0, isLast = false): Context {
  return { item, outer, index, isLast };
}

/** `absent`: printed names that the enclosing `#if` blocks have found false; what lies below them is not there. */
function walk(template: Template, at: Context, absent: readonly string[], filling: Filling): string {
  let text = '';
  for (const node of template) text += typeof node === 'string' ? node : use(node, at, absent, filling);
  return text;
}

function use(
  node: Exclude<Template[number], string>,
  at: Context,
  absent: readonly string[],
  filling: Filling,
): string {
  switch (node[0]) {
    case 'print':
      return printed(node, at, absent, filling);
    case 'if':
      return either(node, at, absent, filling);
    case 'each':
      return each(node, at, absent, filling);
    case 'partial':
      return partial(node[1], at, absent, filling);
    case 'place':
      return String(at.index);
    case 'if-place': {
      const then = walk(node[2], at, absent, filling);
      const otherwise = walk(node[3], at, absent, filling);
      return (node[1] === 'first' ? at.index === 0 : at.isLast) ? then : otherwise;
    }
  }
}

function printed(
  [, depth, names]: Block<'print'>,
  at: Context,
  absent: readonly string[],
  filling: Filling,
): string {
  const value = resolve(depth, names, at, absent, filling);
  if (value instanceof Quoted || typeof value === 'number' || typeof value === 'boolean')
    return String(value);
  return value === noItem ? '' : filling.fail(say(depth, names), 'a list or record is printed as text');
}

function either(
  [, depth, names, then, otherwise]: Block<'if'>,
  at: Context,
  absent: readonly string[],
  filling: Filling,
): string {
  const value = resolve(depth, names, at, absent, filling);
  if (typeof value === 'number') filling.fail(say(depth, names), '#if on a number, where 0 counts as false');
  const below = value === false ? [...absent, say(depth, names)] : absent;
  const yes = walk(then, at, below, filling);
  const no = walk(otherwise, at, absent, filling);
  return value === false || (Array.isArray(value) && value.length === 0) ? no : yes;
}

function each(
  [, depth, names, body, whenEmpty]: Block<'each'>,
  at: Context,
  absent: readonly string[],
  filling: Filling,
): string {
  const list = resolve(depth, names, at, absent, filling);
  if (list !== noItem && !Array.isArray(list)) filling.fail(say(depth, names), '#each needs a list');
  const otherwise = walk(whenEmpty, at, absent, filling);
  if (!Array.isArray(list) || list.length === 0) {
    walk(body, contextOf(noItem, at), NOTHING, filling);
    return otherwise;
  }
  let text = '';
  for (let index = 0; index < list.length; index++) {
    const item: unknown = list[index];
    // Handlebars enters no new level for an item that equals what encloses it: `../` would then mean another place.
    if (at.item === item) filling.fail(say(depth, names), 'an item equals its context');
    text += walk(body, contextOf(item, at, index, index === list.length - 1), NOTHING, filling);
  }
  return text;
}

function partial(name: string, at: Context, absent: readonly string[], filling: Filling): string {
  const found = Object.hasOwn(filling.templates, name) ? filling.templates[name] : undefined;
  if (found === undefined) return filling.fail(`{{> ${name}}}`, 'no such template');
  return walk(found(), contextOf(at.item, undefined), absent, filling);
}

function resolve(
  depth: NamePath[0],
  names: NamePath[1],
  at: Context,
  absent: readonly string[],
  { fail }: Filling,
): unknown {
  if (absent.length > 0 && absent.some((name) => say(depth, names).startsWith(`${name}.`))) return noItem;
  let context: Context | undefined = at;
  for (let level = 0; level < depth; level++) context = context?.outer;
  let value = context?.item;
  for (const name of names) {
    if (value === noItem) return noItem;
    if (!isRecord(value) || !Object.hasOwn(value, name)) {
      return fail(say(depth, names), 'the template uses this name and the view does not have it');
    }
    value = value[name];
  }
  return value;
}

/** A name as the template writes it. */
function say(depth: number, names: readonly string[]): string {
  return `${'../'.repeat(depth)}${names.join('.') || 'this'}`;
}
