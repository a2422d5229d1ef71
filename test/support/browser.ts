import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';

/** The path of a Chromium on this machine, or null where there is none. CHROMIUM_PATH goes before the usual places. */
export function findBrowser(): string | null {
  const configured = process.env.CHROMIUM_PATH;
  const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
  return configured ?? places.find((place) => existsSync(place)) ?? null;
}

/** Starts that browser without a window, and without its own talk to other hosts. */
export async function launchBrowser(executablePath: string | null): Promise<Browser> {
  if (executablePath === null) throw new Error('No Chromium was found: install one or set CHROMIUM_PATH.');
  return chromium.launch({
    executablePath,
    headless: true,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/** A page that is open, and what it did that it should not. */
export interface Visit {
  readonly page: Page;
  /** URLs on other hosts, all of them refused. */
  readonly foreignRequests: readonly string[];
  /** What the Content-Security-Policy refused. */
  readonly violations: readonly string[];
  /** Errors and warnings. */
  readonly consoleErrors: readonly string[];
}

/** Opens a page in a browser that has never been there. */
export async function openPage(browser: Browser, url: string): Promise<Visit> {
  // Monaco draws the lines in sight only; a tall window shows whole answers.
  const context = await browser.newContext({ viewport: { width: 1400, height: 3200 } });
  const page = await context.newPage();
  const foreignRequests: string[] = [];
  const violations: string[] = [];
  const consoleErrors: string[] = [];
  await context.route(
    (requested) => requested.origin !== new URL(url).origin,
    (route) => {
      foreignRequests.push(route.request().url());
      return route.abort();
    },
  );
  page.on('pageerror', (error) => consoleErrors.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') consoleErrors.push(message.text());
  });
  await page.exposeFunction('reportViolation', (violation: string) => violations.push(violation));
  await page.addInitScript(
    'addEventListener("securitypolicyviolation", (event) => reportViolation(event.violatedDirective + " " + event.blockedURI))',
  );
  await page.goto(url);
  return { page, foreignRequests, violations, consoleErrors };
}

/** The operation that GraphiQL shows, which it notices a moment later and then stores; null before. */
export function readShownOperation(page: Page): Promise<string | null> {
  return page.evaluate('localStorage.getItem("billgraph:graphiql:query")');
}
