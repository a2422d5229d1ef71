import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { buildGraphiql } from '../../scripts/build-graphiql.ts';
import { apiKeyOf } from '../support/api-keys.ts';
import { findBrowser, launchBrowser, openPage, readShownOperation, type Visit } from '../support/browser.ts';
import { type ConfiguredBillgraph, openConfigured } from '../support/open-configured.ts';
import { createTemporaryFolder, type TemporaryFolder } from '../support/temporary-folder.ts';

const executablePath = findBrowser();
const mustRun = process.env.BILLGRAPH_REQUIRE_ALL === '1';
const title =
  executablePath === null
    ? 'signing in to GraphiQL in a browser (no Chromium found; CHROMIUM_PATH may name one)'
    : 'signing in to GraphiQL in a browser';

const key = 'bgk_of-the-back-office';
const apiKeys = [apiKeyOf({ name: 'backoffice', key, scopes: ['customers:read'] })];

describe.skipIf(executablePath === null && !mustRun)(title, { timeout: 60_000 }, () => {
  let folder: TemporaryFolder;
  let browser: Browser;
  let server: ConfiguredBillgraph;
  let visit: Visit;

  beforeAll(async () => {
    folder = createTemporaryFolder();
    await buildGraphiql(folder.path);
    browser = await launchBrowser(executablePath);
  });

  afterEach(async () => {
    await visit.page.context().close();
    await server.close();
    expect(visit.foreignRequests).toEqual([]);
    expect(visit.violations).toEqual([]);
    // Browsers write a line of their own about each answer with such a status.
    expect(visit.consoleErrors.filter((line) => !line.includes('status of 401'))).toEqual([]);
  });

  afterAll(async () => {
    await browser?.close();
    folder?.remove();
  });

  async function open(introspection: boolean): Promise<Page> {
    const file = { auth: { apiKeys }, server: { graphiql: true, introspection } };
    server = await openConfigured(file, { graphiqlFolder: folder.path });
    visit = await openPage(browser, server.url);
    return visit.page;
  }

  it('is asked for by the page, which asks the graph for nothing before, and for its schema after', async () => {
    const page = await open(true);
    await notice(page).waitFor();
    await page.locator('.graphiql-editor-tools .active', { hasText: 'Headers' }).waitFor();
    await page.getByRole('button', { name: /show documentation/i }).click();
    await page.getByText('Error fetching schema').waitFor();

    await writeHeaders(page, { authorization: `Bearer ${key}` });
    await page.locator('.graphiql-query-editor').getByText('email').click();
    await page.locator('.graphiql-doc-explorer').getByText('Root Types').waitFor();
    await notice(page).waitFor({ state: 'detached' });
    await page.keyboard.press('End');
    await page.keyboard.type(' phon');
    await page.locator('.suggest-widget').getByText('phone', { exact: true }).waitFor();
    expect(visit.consoleErrors).toEqual([]);
  });

  it('tells why it failed, holds in every tab, and is forgotten with the page', async () => {
    const page = await open(true);
    await run(page);
    await response(page).getByText('"Credentials are missing').waitFor();

    await writeHeaders(page, { authorization: 'Bearer bgk_of-somebody-else' });
    await run(page);
    await response(page).getByText('"The credentials are not valid."').waitFor();
    await notice(page).waitFor();

    await writeHeaders(page, { authorization: `Bearer ${key}` });
    await run(page);
    await response(page).getByText('"Ada Lovelace"', { exact: true }).first().waitFor();
    await notice(page).waitFor({ state: 'detached' });

    await page.getByRole('tab', { name: 'SeveralAccounts' }).click();
    await expect.poll(() => readShownOperation(page)).toContain('query SeveralAccounts');
    await run(page);
    await response(page).getByText('"accounts"', { exact: true }).waitFor();

    await expect.poll(() => kept(page)).toMatch(/graphiql:queries.*SeveralAccounts/);
    expect(await kept(page)).not.toContain(key);
    await page.reload();
    await notice(page).waitFor();
    expect(await kept(page)).not.toContain(key);
    await run(page);
    await response(page).getByText('"Credentials are missing').waitFor();
  });

  it('suffices to send operations where the schema is not served', async () => {
    const page = await open(false);
    await page.getByRole('button', { name: /show documentation/i }).click();
    await page.getByText('No GraphQL schema available').waitFor();
    await writeHeaders(page, { authorization: `Bearer ${key}` });
    await run(page);
    await response(page).getByText('"Ada Lovelace"').first().waitFor();
    expect(visit.consoleErrors).toEqual([]);
  });
});

const notice = (page: Page) => page.getByText('You are not signed in');
const response = (page: Page) => page.locator('.graphiql-response');
const openedTool = '.graphiql-editor-tool .graphiql-editor:not(.hidden)';

async function run(page: Page): Promise<void> {
  await page.locator('.graphiql-query-editor').getByText('query', { exact: true }).waitFor();
  await page.getByRole('button', { name: /execute query/i }).click();
}

/** Types into the headers tab in place of what is there. */
async function writeHeaders(page: Page, headers: Readonly<Record<string, string>>): Promise<void> {
  await page.getByRole('button', { name: 'Headers' }).click();
  await page.locator(openedTool).click();
  await page.keyboard.press('ControlOrMeta+A');
  // What is typed over a selection, the editor puts in braces.
  await page.keyboard.press('Delete');
  await page.keyboard.type(JSON.stringify(headers));
}

/** All that the browser keeps of the page, and its address. */
function kept(page: Page): Promise<string> {
  return page.evaluate(
    'JSON.stringify([location.href, document.cookie, { ...localStorage }, { ...sessionStorage }])',
  );
}
