import { isFault } from '@poshub-bridge/core';
import { broken } from '../breaking.js';

/** Milliseconds: longer than any deadline that the kit sets. */
const PATIENCE = 17_000;

/** Tries until the till is back, instead of saying that it is away. */
export default broken((system) => ({
  submit: async (session, ticket) => {
    for (const end = Date.now() + PATIENCE; ;) {
      try {
        return await system.submit(session, ticket);
      } catch (error) {
        if (!isFault(error) || Date.now() > end) throw error;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    }
  },
}));
