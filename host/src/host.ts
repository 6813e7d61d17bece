import { loadConfig } from './config/load.js';
import { createDoor } from './http/door.js';
import { listen } from './http/server.js';
import type { RunningHost } from './opening.js';

export type { RunningHost };

/**
 * Starts a host by its configuration file.
 * @throws Fault that says what is wrong: of the side `configuration`, or `storage.…`
 */
export async function startHost(configFile: string): Promise<RunningHost> {
  const loaded = loadConfig(configFile);
  const door = createDoor();
  const { listen: place, limits } = loaded.config;
  const listening = await listen(door, place, { connections: limits.connections });
  try {
    // Loading all that a host is made of takes longer than everything else at a start: it answers meanwhile.
    const { openTo } = await import('./opening.js');
    return await openTo(door, listening, loaded);
  } catch (error) {
    await listening.close(0);
    throw error;
  }
}
