import { json, type SandboxAnswer } from '../../http-server.ts';
import type { Routes } from '../../router.ts';
import { refused } from '../errors.ts';
import { hostedPages, polarId } from '../organization.ts';
import type { CustomerRecord, MemberRecord } from '../records/customer.ts';
import { onBody } from '../requests/body.ts';
import { type SessionDraft, sessionDraft } from '../requests/customer-session.ts';
import type { PolarStore } from '../store.ts';
import { timestamp } from '../timestamp.ts';
import { toCustomer } from './customer.ts';
import { bodyProblem } from './customer-rules.ts';

const lifetimeMs = 60 * 60 * 1000;

/** The routes under /v1/customer-sessions. The organization keeps members, so a session is a member's. */
export function customerSessionRoutes(store: PolarStore): Routes {
  return {
    'POST /v1/customer-sessions/': onBody(sessionDraft, (draft) => {
      const customer = findCustomer(store, draft);
      if (customer === null) {
        return refused([bodyProblem('customer_id', 'Customer does not exist.', inputOf(draft))]);
      }
      const member = findMember(store, customer, draft);
      const namesMember = draft.member_id !== null || draft.external_member_id !== null;
      if (namesMember && member === null) {
        return refused([bodyProblem('member_id', 'Member does not exist.', draft.member_id)]);
      }
      if (customer.type === 'team' && member === null) {
        return refused([bodyProblem('member_id', 'member_id is required for team customers.', null)]);
      }
      return openSession(store, customer, member?.email ?? customer.email, draft.return_url);
    }),
  };
}

function openSession(
  store: PolarStore,
  customer: CustomerRecord,
  email: string | null,
  returnUrl: string | null,
): SandboxAnswer {
  const now = store.now();
  const id = polarId('customer session', String(store.sessionTokens.size + 1));
  const token = `polar_mst_${id.replaceAll('-', '')}`;
  store.sessionTokens.add(token);
  const portal = new URL(`${hostedPages}/portal`);
  portal.searchParams.set('customer_session_token', token);
  if (email !== null) portal.searchParams.set('email', email);
  return json(201, {
    id,
    created_at: timestamp(now),
    modified_at: null,
    token,
    expires_at: timestamp(new Date(now.getTime() + lifetimeMs)),
    return_url: returnUrl,
    customer_portal_url: portal.href,
    customer_id: customer.id,
    customer: toCustomer(customer),
  });
}

function findCustomer(store: PolarStore, { customer }: SessionDraft): CustomerRecord | null {
  const live = [...store.customers.values()].filter(({ deleted_at }) => deleted_at === null);
  const found =
    customer.by === 'id'
      ? live.find(({ id }) => id === customer.id)
      : live.find(({ external_id }) => external_id === customer.externalId);
  return found ?? null;
}

function findMember(
  store: PolarStore,
  customer: CustomerRecord,
  { member_id, external_member_id }: SessionDraft,
): MemberRecord | null {
  const found = [...store.members.values()].find(
    (member) =>
      member.customer_id === customer.id &&
      (member.id === member_id || (external_member_id !== null && member.external_id === external_member_id)),
  );
  return found ?? null;
}

function inputOf({ customer }: SessionDraft): string {
  return customer.by === 'id' ? customer.id : customer.externalId;
}
