import type { GraphiQLProps } from 'graphiql';

type Storage = NonNullable<GraphiQLProps['storage']>;

const prefix = 'billgraph:';

/**
 * The browser's local storage under names of our own: any other GraphiQL that was ever served from this host and port
 * would otherwise leave us its tabs.
 */
export function createStorage(): Storage {
  const names = () => Object.keys(localStorage).filter((name) => name.startsWith(prefix));
  return {
    getItem: (name) => localStorage.getItem(prefix + name),
    setItem: (name, value) => localStorage.setItem(prefix + name, value),
    removeItem: (name) => localStorage.removeItem(prefix + name),
    clear: () => {
      for (const name of names()) localStorage.removeItem(name);
    },
    get length() {
      return names().length;
    },
  };
}
