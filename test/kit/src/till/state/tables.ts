import { type Database, integer } from './database.js';

const VERSION = 1;

const TABLES = `
CREATE TABLE counter (id INTEGER PRIMARY KEY CHECK (id = 1), value INTEGER NOT NULL) STRICT;
INSERT INTO counter VALUES (1, 0);
CREATE TABLE merchants (id TEXT PRIMARY KEY, name TEXT NOT NULL) STRICT;
CREATE TABLE keys (
  id TEXT PRIMARY KEY, merchant_id TEXT NOT NULL, hash TEXT NOT NULL UNIQUE, hint TEXT NOT NULL,
  created_at TEXT NOT NULL, revoked_at TEXT
) STRICT;
CREATE TABLE stores (
  id TEXT PRIMARY KEY, merchant_id TEXT NOT NULL, catalog_version INTEGER NOT NULL, document TEXT NOT NULL
) STRICT;
CREATE TABLE catalog (
  place INTEGER PRIMARY KEY AUTOINCREMENT, store_id TEXT NOT NULL, id TEXT NOT NULL, document TEXT NOT NULL,
  UNIQUE (store_id, id)
) STRICT;
CREATE TABLE stock (
  store_id TEXT NOT NULL, item_id TEXT NOT NULL, in_stock INTEGER NOT NULL, version INTEGER NOT NULL,
  PRIMARY KEY (store_id, item_id)
) STRICT;
CREATE TABLE orders (
  id TEXT PRIMARY KEY, store_id TEXT NOT NULL, number INTEGER NOT NULL, reference TEXT NOT NULL,
  version INTEGER NOT NULL UNIQUE, idempotency_key TEXT NOT NULL, sent TEXT NOT NULL, answer TEXT NOT NULL,
  replays INTEGER NOT NULL DEFAULT 0, document TEXT NOT NULL,
  UNIQUE (store_id, idempotency_key), UNIQUE (store_id, number)
) STRICT;
CREATE INDEX orders_by_version ON orders (store_id, version);
CREATE INDEX orders_by_reference ON orders (store_id, reference);
CREATE TABLE subscriptions (merchant_id TEXT PRIMARY KEY, url TEXT NOT NULL, secret TEXT NOT NULL) STRICT;
CREATE TABLE deliveries (
  id TEXT PRIMARY KEY, merchant_id TEXT NOT NULL, sequence INTEGER NOT NULL, body TEXT NOT NULL,
  state TEXT NOT NULL DEFAULT 'pending', attempts INTEGER NOT NULL DEFAULT 0, due_at INTEGER NOT NULL
) STRICT;
CREATE INDEX deliveries_due ON deliveries (state, due_at);
PRAGMA user_version = ${VERSION};
`;

/** Makes the tables in a new file. Answers whether the file was new; throws for a file of another version. */
export function makeTables(db: Database): boolean {
  const row = db.one('PRAGMA user_version');
  const found = row ? integer(row, 'user_version') : 0;
  if (found === VERSION) return false;
  if (found !== 0) throw new Error(`The till's state file has version ${found}, this till reads ${VERSION}.`);
  db.transaction(() => {
    db.script(TABLES);
  });
  return true;
}
