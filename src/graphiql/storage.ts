import type { GraphiQLProps } from 'graphiql';

type Storage = NonNullable<GraphiQLProps['storage']>;

const prefix = 'billgraph:';

/** Operations that were sent; GraphiQL would keep the headers with them, and so the credentials. */
const histories: readonly string[] = ['graphiql:queries', 'graphiql:favorites'];

/**
 * The browser's local storage under names of our own: any other GraphiQL that was ever served from this host and port
 * would otherwise leave us its tabs.
 */
export function createStorage(): Storage {
  const names = () => Object.keys(localStorage).filter((name) => name.startsWith(prefix));
  return {
    getItem: (name) => localStorage.getItem(prefix + name),
    setItem: (name, value) =>
      localStorage.setItem(prefix + name, histories.includes(name) ? withoutHeaders(value) : value),
    removeItem: (name) => localStorage.removeItem(prefix + name),
    clear: () => {
      for (const name of names()) localStorage.removeItem(name);
    },
    get length() {
      return names().length;
    },
  };
}

function withoutHeaders(operations: string): string {
  return JSON.stringify(JSON.parse(operations), (name, value) => (name === 'headers' ? undefined : value));
}
