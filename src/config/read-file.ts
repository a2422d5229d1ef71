import { readFileSync } from 'node:fs';
import { parseDocument } from 'yaml';
import type { Environment } from './environment.ts';
import { ConfigError, type Problem } from './problem.ts';

/** A file's content, and what was wrong with its placeholders. */
export interface FileContent {
  readonly content: unknown;
  readonly problems: readonly Problem[];
}

/** The YAML (or JSON) file's content, with every `${NAME}` replaced by the environment's value. */
export function readFile(path: string, environment: Environment): FileContent {
  const problems: Problem[] = [];
  const content = fill(parse(path, readText(path)) ?? {}, '', environment, problems);
  return { content, problems };
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    throw new ConfigError([{ path: 'BILLGRAPH_CONFIG', reason: `cannot read ${path} (${code})` }]);
  }
}

function parse(path: string, text: string): unknown {
  const document = parseDocument(text);
  const problems = document.errors.map(({ code, linePos }) => ({
    // The parser's message quotes the line, which may hold a key.
    path: `${path}:${linePos?.[0].line ?? 1}:${linePos?.[0].col ?? 1}`,
    reason: `is not valid YAML (${code.toLowerCase().replaceAll('_', ' ')})`,
  }));
  if (problems.length > 0) throw new ConfigError(problems);
  try {
    return document.toJS();
  } catch {
    // Aliases are resolved only here: one that is not defined, or a great many of them.
    throw new ConfigError([{ path, reason: 'is not valid YAML (unusable alias)' }]);
  }
}

function fill(value: unknown, path: string, environment: Environment, problems: Problem[]): unknown {
  if (typeof value === 'string') return fillText(value, path, environment, problems);
  if (Array.isArray(value)) {
    return value.map((item, index) => fill(item, `${path}[${index}]`, environment, problems));
  }
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).map(([key, member]) => {
    const memberPath = path === '' ? key : `${path}.${key}`;
    return [key, fill(member, memberPath, environment, problems)] as const;
  });
  return Object.fromEntries(entries);
}

function fillText(text: string, path: string, environment: Environment, problems: Problem[]): string {
  if (/\$\{[^}]*$/.test(text)) problems.push({ path, reason: 'has a ${ that is not closed' });
  return text.replaceAll(/\$\{([^}]*)\}/g, (_placeholder, name: string) => {
    const value = environment[name];
    if (value === undefined || value === '') {
      problems.push({ path, reason: `the environment variable ${name} is not set` });
    }
    return value ?? '';
  });
}
