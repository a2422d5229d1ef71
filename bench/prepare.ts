import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Installs the peers where they are absent, and compiles billgraph and the bench: what is measured runs without tsx. */
export function prepare(root: string): void {
  const bench = join(root, 'bench');
  if (!existsSync(join(bench, 'node_modules'))) {
    run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], bench);
  }
  run('npx', ['--no-install', 'tsc', '-p', 'tsconfig.build.json'], root);
  run('npx', ['--no-install', 'tsc', '-p', 'bench'], root);
}

function run(command: string, given: readonly string[], cwd: string): void {
  const { status, error } = spawnSync(command, given, { cwd, stdio: ['ignore', 'inherit', 'inherit'] });
  if (status !== 0) throw error ?? new Error(`${command} ${given.join(' ')} failed`);
}
