import Libsql from 'libsql';

/** The tables in which an order leaves rows, with the columns that name it or must be there once. */
const ROWS: readonly { readonly table: string; readonly order: string; readonly ids: readonly string[] }[] = [
  { table: 'orders', order: 'id', ids: ['id'] },
  { table: 'inbox', order: 'subject', ids: ['subject', 'id'] },
  { table: 'timeline', order: 'order_id', ids: ['order_id'] },
  { table: 'exchanges', order: 'order_id', ids: ['order_id'] },
  { table: 'tickets', order: 'order_id', ids: ['order_id', 'ticket'] },
];
/** So many orders go into one transaction. */
const AT_ONCE = 20_000;
/** Each order is so much older than the one before, in milliseconds. */
const APART = 2_000;

/**
 * Writes every row of an order again and again, as orders of other ids that came one after the other before it. Nobody else
 * may have the file open.
 */
async function multiply(path: string, orderId: string, count: number): Promise<void> {
  const db = new Libsql(path);
  db.exec('pragma journal_mode=wal; pragma synchronous=off');
  const statements = ROWS.map(({ table, order, ids }) => {
    const columns = db
      .prepare(`select name from pragma_table_info('${table}') where name <> 'sequence'`)
      .all()
      .map(nameOf);
    const values = columns.map((name) => {
      if (ids.includes(name)) return `${name} || '-' || n`;
      return name.endsWith('_at') || name === 'at' ? `${name} - n * ${APART}` : name;
    });
    return db.prepare(
      `with recursive numbers(n) as (select ? union all select n + 1 from numbers where n < ?)
        insert into ${table} (${columns.join(', ')}) select ${values.join(', ')} from numbers, ${table} where ${order} = ?`,
    );
  });
  for (let first = 1; first <= count; first += AT_ONCE) {
    db.exec('begin');
    for (const statement of statements) statement.run(first, Math.min(first + AT_ONCE - 1, count), orderId);
    db.exec('commit');
    await new Promise((resolve) => setImmediate(resolve));
  }
  db.exec('pragma wal_checkpoint(truncate)');
  db.close();
}

const [path = '', orderId = '', count = '0'] = process.argv.slice(2);
await multiply(path, orderId, Number(count));

function nameOf(row: unknown): string {
  return typeof row === 'object' && row !== null && 'name' in row ? String(row.name) : '';
}
