import './page.css';
import './monaco-environment.ts';
import { GraphiQL, type GraphiQLProps } from 'graphiql';
import { useState } from 'react';
import { createRoot } from 'react-dom/client';
import type { PageSettings } from '../server/graphiql/page-settings.ts';
import { createFetchOperation } from './fetch-operation.ts';
import { readOpenedTab } from './opened-tab.ts';
import { readPageSettings } from './read-page-settings.ts';
import { RequestHeaders } from './request-headers.ts';
import { createStorage } from './storage.ts';

interface PageProps {
  readonly settings: PageSettings;
  readonly storage: NonNullable<GraphiQLProps['storage']>;
}

function Page({ settings: { tabs, needsCredentials, servesSchema }, storage }: PageProps) {
  const [isSignedOut, setSignedOut] = useState(needsCredentials);
  // GraphiQL asks for the schema again whenever it gets another fetcher.
  const [fetcher] = useState(() =>
    createFetchOperation({
      needsCredentials,
      onStatus(status) {
        // A failure of the server tells nothing of the credentials.
        if (status < 500) setSignedOut(status === 401);
      },
    }),
  );
  const [opened] = useState(() => readOpenedTab(storage) ?? tabs[0]);
  return (
    <GraphiQL
      fetcher={fetcher}
      storage={storage}
      defaultTabs={tabs.map(({ query, variables }) => ({ query, variables }))}
      initialQuery={opened?.query ?? ''}
      initialVariables={opened?.variables ?? ''}
      isHeadersEditorEnabled={true}
      // Request headers hold credentials; they are forgotten with the page.
      showPersistHeadersSettings={false}
      {...(needsCredentials ? { defaultEditorToolsVisibility: 'headers' as const } : {})}
      {...(servesSchema ? {} : { schema: null })}
    >
      <GraphiQL.Logo>billgraph</GraphiQL.Logo>
      {needsCredentials ? <RequestHeaders /> : null}
      {isSignedOut ? (
        <GraphiQL.Footer>
          <SignInNotice />
        </GraphiQL.Footer>
      ) : null}
    </GraphiQL>
  );
}

function SignInNotice() {
  return (
    <p className="sign-in" role="status">
      You are not signed in. Write your key or token into the headers, which are forgotten with the page:
      <code>{'{ "authorization": "Bearer …" }'}</code>
    </p>
  );
}

const container = document.getElementById('graphiql');
if (container !== null)
  createRoot(container).render(<Page settings={readPageSettings()} storage={createStorage()} />);
