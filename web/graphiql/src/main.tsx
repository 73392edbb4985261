import '@graphiql/react/style.css';
import '@graphiql/plugin-doc-explorer/style.css';
import '@graphiql/plugin-history/style.css';
import 'graphiql/graphiql.css';
import './page.css';
import './workers';
import { useGraphiQLActions } from '@graphiql/react';
import { GraphiQL } from 'graphiql';
import { type ReactNode, useEffect, useRef } from 'react';
import { createRoot } from 'react-dom/client';
import { AccountBar } from './AccountBar';
import { firstVisit } from './examples';
import { useSession } from './session';
import { language } from './texts';
import { fetcher } from './transport';

/** The schema may be visible only to people who are signed in. */
function SchemaFollowsSession(): ReactNode {
  const { introspect } = useGraphiQLActions();
  const token = useSession().session?.token;
  const known = useRef(token);
  useEffect(() => {
    if (known.current !== token) void introspect();
    known.current = token;
  }, [token, introspect]);
  return null;
}

function Page(): ReactNode {
  return (
    <>
      <AccountBar />
      <main>
        <GraphiQL fetcher={fetcher} defaultQuery={firstVisit} shouldPersistHeaders={false}>
          <GraphiQL.Logo>{null}</GraphiQL.Logo>
          <SchemaFollowsSession />
        </GraphiQL>
      </main>
    </>
  );
}

document.documentElement.lang = language;
createRoot(document.getElementById('page') as HTMLElement).render(<Page />);
