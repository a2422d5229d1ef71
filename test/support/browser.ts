import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

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
