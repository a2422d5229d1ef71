import { startSandbox } from './start-sandbox.ts';

// Runs the sandbox alone, on ports that stay the same, so that another billgraph (or anything else) can be pointed at it.
try {
  const { accounts } = await startSandbox({ ports: [4010, 4020, 4030] });
  console.log('The sandbox is running. To ask it, start billgraph (or your own program) with:\n');
  for (const { name, baseUrl, apiKey } of accounts) {
    const key = name === 'polar' ? 'POLAR_ACCESS_TOKEN' : `${name.toUpperCase()}_API_KEY`;
    console.log(`${key}=${apiKey} ${name.toUpperCase()}_BASE_URL=${baseUrl}`);
  }
} catch (error) {
  console.error(`The sandbox cannot start: ${error instanceof Error ? error.message : error}`);
  process.exit(1);
}
