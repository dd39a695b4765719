// Deleting a data folder as a whole, for the temporary ones of tests and tools: its database may lie apart and may still run.

import { existsSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { clearLeftovers } from './leftovers.ts';
import { claimDataFolder } from './owner.ts';
import { homeApart } from './place.ts';

/**
 * Deletes a data folder with its database, wherever that lies; nothing happens when the folder is gone already.
 * @throws DataFolderInUse while a living program, this one included, owns it.
 */
export async function deleteDataFolder(dataDir: string): Promise<void> {
  if (!existsSync(dataDir)) return;
  const folder = realpathSync(dataDir);
  await claimDataFolder(folder);
  const home = homeApart(folder);
  await clearLeftovers(join(home ?? folder, 'pg'), () => undefined);
  if (home) rmSync(home, { recursive: true, force: true });
  rmSync(folder, { recursive: true, force: true });
}
