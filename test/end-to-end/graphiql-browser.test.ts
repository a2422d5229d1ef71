import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { buildGraphiql } from '../../scripts/build-graphiql.ts';
import { findBrowser, launchBrowser, openPage, readShownOperation, type Visit } from '../support/browser.ts';
import { type ConfiguredBillgraph, openConfigured } from '../support/open-configured.ts';
import { createTemporaryFolder, type TemporaryFolder } from '../support/temporary-folder.ts';

const executablePath = findBrowser();
const mustRun = process.env.BILLGRAPH_REQUIRE_ALL === '1';
const title =
  executablePath === null
    ? 'GraphiQL in a browser (no Chromium found; CHROMIUM_PATH may name one)'
    : 'GraphiQL in a browser';

describe.skipIf(executablePath === null && !mustRun)(title, { timeout: 60_000 }, () => {
  let assets: TemporaryFolder;
  let server: ConfiguredBillgraph;
  let browser: Browser;
  let visit: Visit;

  beforeAll(async () => {
    assets = createTemporaryFolder();
    await buildGraphiql(assets.path);
    server = await openConfigured({}, { graphiqlFolder: assets.path });
    browser = await launchBrowser(executablePath);
  });

  afterAll(async () => {
    await browser?.close();
    await server?.close();
    assets?.remove();
  });

  beforeEach(async () => {
    visit = await openPage(browser, server.url);
  });

  afterEach(async () => {
    await visit.page.context().close();
    expect(visit.foreignRequests).toEqual([]);
    expect(visit.violations).toEqual([]);
    expect(visit.consoleErrors).toEqual([]);
  });

  it('opens on tabs of examples, with their variables', async () => {
    const { page } = visit;

    expect(await page.title()).toContain('billgraph');
    expect(await page.getByRole('tab').allInnerTexts()).toEqual(
      expect.arrayContaining(['CustomerOverview', 'AccountEverywhere', 'SeveralAccounts', 'FeatureAccess']),
    );
    await page.locator('.graphiql-query-editor').getByText('CustomerOverview').waitFor();
    await page.locator('.graphiql-editor-tool').getByText('"acct-1"').waitFor();
  });

  it.each([
    ['CustomerOverview', '"customerByExternalId"', '"Ada Lovelace"'],
    ['AccountEverywhere', '"account"', '"POLAR"'],
    ['SeveralAccounts', '"accounts"', '"acct-1"'],
    ['CustomersById', '"nodes"', '"acct-4"'],
    ['FeatureAccess', '"entitlement"', '"ALLOWED"'],
  ])('runs the example %s when it is clicked on, and shows its data', async (name, field, value) => {
    const { page } = visit;
    await page.getByRole('tab', { name }).click();
    await showsOperation(page, name);
    await page.getByRole('button', { name: /execute query/i }).click();

    const response = page.locator('.graphiql-response');
    await response.getByText(field, { exact: true }).first().waitFor();
    await response.getByText(value, { exact: true }).first().waitFor();
    expect(await response.getByText('"errors"', { exact: true }).count()).toBe(0);
  });

  it('completes and checks operations in workers of our own', async () => {
    const { page } = visit;
    const editor = page.locator('.graphiql-query-editor');
    await editor.getByText('email').click();
    await page.keyboard.press('End');
    await page.keyboard.type(' phon');
    await page.locator('.suggest-widget').getByText('phone', { exact: true }).waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.type('x');
    await editor.locator('.squiggly-error').first().waitFor();
    const variables = page.locator('.graphiql-editor-tool');
    await variables.getByText('"provider"').click();
    await page.keyboard.press('End');
    await page.keyboard.type('?');
    await variables.locator('.squiggly-error').first().waitFor();

    const workers = page.workers().map((worker) => worker.url());
    expect(workers.length).toBeGreaterThan(0);
    expect(workers.filter((url) => !url.startsWith(`${server.url}/assets/`))).toEqual([]);
  });

  it('formats an operation', async () => {
    const { page } = visit;
    const editor = page.locator('.graphiql-query-editor');
    await editor.getByText('email').click();
    await page.keyboard.press('End');
    await page.keyboard.type('      phone');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: /prettify/i }).click();
    await editor
      .locator('.view-line')
      .getByText(/^\s*phone\s*$/)
      .waitFor();
  });

  it('draws with the fonts that it brings along', async () => {
    const { page } = visit;
    await page.locator('.graphiql-query-editor').getByText('CustomerOverview').waitFor();
    await page.evaluate('document.fonts.ready.then(() => null)');

    expect(await fontsOf(page, '.graphiql-tab-button')).toEqual([
      expect.stringMatching(/^Roboto\b.* \(served\)$/),
    ]);
    expect(await fontsOf(page, '.graphiql-query-editor .view-line span span')).toEqual([
      expect.stringMatching(/^Fira Code\b.* \(served\)$/),
    ]);
  });

  it('opens where it was left', async () => {
    const { page } = visit;
    await page.locator('.graphiql-editor-tool').getByText('"acct-1"').waitFor();
    await page.reload();
    await page.locator('.graphiql-editor-tool').getByText('"acct-1"').waitFor();
    await page.getByRole('tab', { selected: true, name: 'CustomerOverview' }).waitFor();
  });
});

async function showsOperation(page: Page, name: string): Promise<void> {
  await expect.poll(() => readShownOperation(page), { timeout: 10_000 }).toContain(`query ${name}`);
}

/** The fonts that the text of the first matching element is really drawn with, and where they come from. */
async function fontsOf(page: Page, selector: string): Promise<readonly string[]> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('DOM.enable');
  await devtools.send('CSS.enable');
  const { root } = await devtools.send('DOM.getDocument');
  const { nodeId } = await devtools.send('DOM.querySelector', { nodeId: root.nodeId, selector });
  const { fonts } = await devtools.send('CSS.getPlatformFontsForNode', { nodeId });
  return fonts.map(
    ({ familyName, isCustomFont }) => `${familyName} (${isCustomFont ? 'served' : 'installed'})`,
  );
}
