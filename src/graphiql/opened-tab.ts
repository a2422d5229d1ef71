import type { GraphiQLProps } from 'graphiql';
import type { PageSettings } from '../server/graphiql/page-settings.ts';

type Tab = PageSettings['tabs'][number];

/**
 * The tab that was open when the page was left, or null on a first visit. GraphiQL restores its tabs by itself, but
 * fills the variables editor only with what it is told to begin with.
 */
export function readOpenedTab(storage: NonNullable<GraphiQLProps['storage']>): Tab | null {
  const stored = storage.getItem('graphiql:tabState');
  if (stored === null) return null;
  const { tabs, activeTabIndex }: { tabs?: readonly Tab[]; activeTabIndex?: number } = JSON.parse(stored);
  return tabs?.[activeTabIndex ?? 0] ?? null;
}
