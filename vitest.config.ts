import { defineConfig } from 'vitest/config';

export default defineConfig({
  // Left alone, graphql is loaded as CommonJS by our dependencies and as a module by us, and refuses its own types.
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  test: { include: ['test/**/*.test.ts'], testTimeout: 20_000, hookTimeout: 60_000 },
});
