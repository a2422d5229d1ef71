import { type PageSettings, pageSettingsId } from '../server/graphiql/page-settings.ts';

/** The settings that the server wrote into the page. */
export function readPageSettings(): PageSettings {
  return JSON.parse(document.getElementById(pageSettingsId)?.textContent ?? 'null');
}
