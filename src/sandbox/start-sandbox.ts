import { createFlexpriceSandbox } from './flexprice/create-flexprice-sandbox.ts';
import { type Emulator, serve } from './http-server.ts';
import { createLagoSandbox } from './lago/create-lago-sandbox.ts';
import { createPolarSandbox } from './polar/create-polar-sandbox.ts';

/** One emulated provider account and how to reach it. */
interface SandboxAccount {
  readonly name: 'flexprice' | 'lago' | 'polar';
  readonly kind: 'FLEXPRICE' | 'LAGO' | 'POLAR';
  readonly baseUrl: string;
  readonly apiKey: string;
}

/** A running sandbox. */
export interface RunningSandbox {
  readonly accounts: readonly SandboxAccount[];
  close(): Promise<void>;
}

/** A request that an emulator received. */
export interface SandboxCall {
  readonly account: string;
  readonly method: string;
  /** Path and query; the query is decoded and encoded again. */
  readonly target: string;
}

/** How to start a sandbox; everything has a default. */
export interface SandboxOptions {
  /** The ports of Flexprice, Lago and Polar; 0 is any free one. */
  readonly ports?: readonly [flexprice: number, lago: number, polar: number];
  readonly now?: () => Date;
  /** Told about every request. */
  readonly onCall?: (call: SandboxCall) => void;
}

/** Starts the three emulated REST APIs on loopback, with their seeded customers. */
export async function startSandbox({
  ports: [flexpricePort, lagoPort, polarPort] = [0, 0, 0],
  now = () => new Date(),
  onCall = () => {},
}: SandboxOptions = {}): Promise<RunningSandbox> {
  const listen = (account: string, emulator: Emulator, port: number) =>
    serve(emulator, port, ({ method, path, query }) =>
      onCall({ account, method, target: query.size === 0 ? path : `${path}?${query}` }),
    );
  const keys = { flexprice: 'sk_sandbox_flexprice', lago: 'sandbox-lago-key', polar: 'polar_oat_sandbox' };
  const [flexprice, lago, polar] = await Promise.all([
    listen('flexprice', createFlexpriceSandbox({ now, apiKey: keys.flexprice }), flexpricePort),
    listen('lago', createLagoSandbox({ now, apiKey: keys.lago }), lagoPort),
    listen('polar', createPolarSandbox({ now, apiKey: keys.polar }), polarPort),
  ]);
  return {
    accounts: [
      { name: 'flexprice', kind: 'FLEXPRICE', baseUrl: `${flexprice.url}/v1`, apiKey: keys.flexprice },
      { name: 'lago', kind: 'LAGO', baseUrl: `${lago.url}/api/v1`, apiKey: keys.lago },
      { name: 'polar', kind: 'POLAR', baseUrl: polar.url, apiKey: keys.polar },
    ],
    async close() {
      await Promise.all([flexprice.close(), lago.close(), polar.close()]);
    },
  };
}
