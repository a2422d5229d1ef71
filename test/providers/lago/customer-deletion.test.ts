import { describe, expect, it } from 'vitest';
import { type Answers, createOrganization, person } from './organization.ts';
import { createCall, createLago, failureOf, linesOf, ok, refusal } from './support.ts';

const notFound = { kind: 'not-found' };
const astray = {
  failure: 'bad-response',
  reason: null,
  detail: 'the path does not lead to this customer',
};

function deleteFrom(ids: readonly string[], externalId: string, answers: Answers = {}) {
  const { lago, sent } = createLago(
    createOrganization(
      ids.map((id) => person(id)),
      answers,
    ),
  );
  return { sent, lago, deleted: lago.customerWrites.delete({ externalId }, createCall()) };
}

describe('deleting a customer of Lago', () => {
  it('reads by the very path that it then deletes', async () => {
    const { sent, deleted } = deleteFrom(['a/b?'], 'a/b?');
    expect(await deleted).toBe('a/b?');
    expect(linesOf(sent)).toEqual(['GET /customers/a%2Fb%3F', 'DELETE /customers/a%2Fb%3F']);
  });

  it('finds nothing the second time', async () => {
    const { sent, lago, deleted } = deleteFrom(['team-7'], 'team-7');
    await deleted;
    expect(await failureOf(lago.customerWrites.delete({ key: 'team-7' }, createCall()))).toEqual(notFound);
    expect(linesOf(sent).filter((line) => line.startsWith('DELETE'))).toHaveLength(1);
  });

  it('finds nothing where somebody else was faster', async () => {
    const faster = { 'DELETE /customers/team-7': () => refusal(404, 'customer_not_found') };
    expect(await failureOf(deleteFrom(['team-7'], 'team-7', faster).deleted)).toEqual(notFound);
  });

  it('says that the outcome is unknown where Lago fails', async () => {
    const failing = { 'DELETE /customers/team-7': () => ({ status: 500, body: '' }) };
    const { sent, deleted } = deleteFrom(['team-7'], 'team-7', failing);
    expect(await failureOf(deleted)).toMatchObject({ failure: 'outcome-unknown' });
    expect(sent).toHaveLength(2);
  });

  it.each([{}, { customer: person('team-8') }])('takes %j for a bad answer', async (answer) => {
    const { deleted } = deleteFrom(['team-7'], 'team-7', { 'DELETE /customers/team-7': () => ok(answer) });
    expect(await failureOf(deleted)).toMatchObject({ failure: 'bad-response' });
  });

  it('sends nothing where the path leads to another customer', async () => {
    const other = { 'GET /customers/team-7': () => ok({ customer: person('Team-7') }) };
    const { sent, deleted } = deleteFrom(['team-7'], 'team-7', other);
    expect(await failureOf(deleted)).toEqual(astray);
    expect(linesOf(sent)).toEqual(['GET /customers/team-7']);
  });

  it.each(['', '.', '..', 'a\u0000b', '\ud800', 'x'.repeat(1025)])('asks nobody about %j', async (id) => {
    const { sent, deleted } = deleteFrom([], id);
    expect(await failureOf(deleted)).toEqual(notFound);
    expect(sent).toEqual([]);
  });
});

describe('deleting a customer of Lago with a dot in its external id', () => {
  const search = 'GET /customers?external_id=acme.io&page=1&per_page=1';

  it('finds it in the list and at its path before it deletes', async () => {
    const { sent, deleted } = deleteFrom(['acme', 'acme.io'], 'acme.io');
    expect(await deleted).toBe('acme.io');
    expect(linesOf(sent)).toEqual([search, 'GET /customers/acme%2Eio', 'DELETE /customers/acme%2Eio']);
  });

  it('asks for no path where the list does not have it', async () => {
    const { sent, deleted } = deleteFrom(['acme'], 'acme.io');
    expect(await failureOf(deleted)).toEqual(notFound);
    expect(linesOf(sent)).toEqual([search]);
  });

  it.each([
    ['another customer', () => ok({ customer: person('acme') })],
    ['nobody', () => refusal(404, 'customer_not_found')],
  ])('deletes nothing where a proxy makes its path lead to %s', async (_case, answer) => {
    const { sent, deleted } = deleteFrom(['acme', 'acme.io'], 'acme.io', {
      'GET /customers/acme%2Eio': answer,
    });
    expect(await failureOf(deleted)).toEqual(astray);
    expect(linesOf(sent)).toEqual([search, 'GET /customers/acme%2Eio']);
  });
});
