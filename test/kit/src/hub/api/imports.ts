import { importCatalog } from '../catalog/import.js';
import type { CatalogImport } from '../catalog/types.js';
import type { Hub } from '../hub.js';
import { receivedSchemas } from '../schemas/index.js';
import type { Connection } from '../state.js';
import { ajv, checker } from '../validate.js';
import { changeLocation } from './locations.js';

const readImport = checker(ajv.compile<CatalogImport>(receivedSchemas.CatalogImportEntity));

/** Checks and stores a catalog, pushed or pulled. What is wrong with it is a 400, and then nothing has changed. */
export function takeIn(hub: Hub, connection: Connection, value: unknown): void {
  const body = readImport(value);
  const { accountId, locationId, applicationId } = connection;
  const catalog = importCatalog(hub.state.catalogs.get(locationId), body, {
    ...{ accountId, locationId, mode: hub.settings.importMode, now: new Date().toISOString() },
  });
  hub.state.catalogs.set(locationId, catalog);
  if (body.location !== undefined) changeLocation(hub, locationId, body.location, applicationId);
}
