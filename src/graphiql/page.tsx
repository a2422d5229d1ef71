import './page.css';
import './monaco-environment.ts';
import { GraphiQL } from 'graphiql';
import { createRoot } from 'react-dom/client';
import { fetchOperation } from './fetch-operation.ts';
import { readOpenedTab } from './opened-tab.ts';
import { readPageSettings } from './read-page-settings.ts';
import { createStorage } from './storage.ts';

function Page() {
  const { tabs } = readPageSettings();
  const storage = createStorage();
  const opened = readOpenedTab(storage) ?? tabs[0];
  return (
    <GraphiQL
      fetcher={fetchOperation}
      storage={storage}
      defaultTabs={tabs.map(({ query, variables }) => ({ query, variables }))}
      initialQuery={opened?.query ?? ''}
      initialVariables={opened?.variables ?? ''}
      isHeadersEditorEnabled={true}
      // Request headers hold credentials; they are forgotten with the page.
      showPersistHeadersSettings={false}
    >
      <GraphiQL.Logo>billgraph</GraphiQL.Logo>
    </GraphiQL>
  );
}

const container = document.getElementById('graphiql');
if (container !== null) createRoot(container).render(<Page />);
