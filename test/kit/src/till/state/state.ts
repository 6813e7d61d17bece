import { seed } from '../seed/seed.js';
import { Catalog } from './catalog.js';
import { Database } from './database.js';
import { Intake } from './intake.js';
import { Journal } from './journal.js';
import { Keys } from './keys.js';
import { Orders } from './orders.js';
import { Stock } from './stock.js';
import { Stores } from './stores.js';
import { Subscriptions } from './subscriptions.js';
import { makeTables } from './tables.js';

/** All that the till remembers, over one state file. */
export class State {
  readonly #db: Database;
  readonly journal: Journal;
  readonly keys: Keys;
  readonly stores: Stores;
  readonly catalog: Catalog;
  readonly stock: Stock;
  readonly orders: Orders;
  readonly subscriptions: Subscriptions;

  /** Opens the file; a new one gets the sample merchant. */
  constructor(path: string) {
    this.#db = new Database(path);
    const isNew = makeTables(this.#db);
    this.journal = new Journal(this.#db);
    this.keys = new Keys(this.#db);
    this.stores = new Stores(this.#db, this.journal);
    this.catalog = new Catalog(this.#db, this.journal, this.stores);
    this.stock = new Stock(this.#db, this.journal, this.stores, this.catalog);
    this.orders = new Orders(this.#db, this.journal, this.stores, new Intake(this.catalog, this.stock));
    this.subscriptions = new Subscriptions(this.#db);
    if (isNew || this.#db.one('SELECT 1 AS found FROM merchants') === undefined) this.reset();
  }

  /**
   * Back to the sample merchant: no orders, everything in stock, the first catalog. API keys and the webhook
   * subscription stay, and the sequence goes on.
   */
  reset(): void {
    this.journal.change(() => {
      for (const table of ['merchants', 'stores', 'catalog', 'stock', 'orders', 'deliveries']) {
        this.#db.run(`DELETE FROM ${table}`);
      }
      seed(this.#db, this.journal, this.catalog);
    });
  }

  close(): void {
    this.#db.close();
  }
}
