import { uuidOf } from '../../ids.ts';
import type { Feature } from '../feature.ts';
import { newestFirst } from '../table.ts';
import { daysAfter } from '../time.ts';

/** What plans give rights to; the newest first. */
export function createFeatures(founded: Date): readonly Feature[] {
  return definitions
    .map((definition, index) => ({
      ...definition,
      lago_id: uuidOf(`lago:feature:${definition.code}`),
      created_at: daysAfter(founded, index),
    }))
    .sort(newestFirst);
}

const definitions: readonly Omit<Feature, 'lago_id' | 'created_at'>[] = [
  {
    code: 'api_calls',
    name: 'API calls',
    description: 'Calls of the public API',
    privileges: [
      { code: 'monthly_limit', name: 'Calls per month', value_type: 'integer', config: {} },
      { code: 'overage', name: 'Calls beyond the limit', value_type: 'boolean', config: {} },
    ],
  },
  {
    code: 'seats',
    name: 'Seats',
    description: null,
    privileges: [{ code: 'max', name: 'Maximum', value_type: 'integer', config: {} }],
  },
  {
    code: 'sso',
    name: 'Single sign-on',
    description: 'Sign in with the company account',
    privileges: [
      {
        code: 'provider',
        name: null,
        value_type: 'select',
        config: { select_options: ['google', 'entra', 'okta'] },
      },
      { code: 'enforced', name: 'For everybody', value_type: 'boolean', config: {} },
    ],
  },
  { code: 'audit_log', name: 'Audit log', description: null, privileges: [] },
  {
    code: 'support.desk',
    name: null,
    description: null,
    privileges: [{ code: 'contact', name: 'Contact', value_type: 'string', config: {} }],
  },
];
