import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import fc from 'fast-check';

const CANARY = 'kanarienvogel';
const LOG = fileURLToPath(import.meta.resolve('#host/log/log.js'));
const CORE = fileURLToPath(import.meta.resolve('@poshub-bridge/core'));

interface Written {
  readonly lines: readonly string[];
  readonly stderr: string;
}

/** Runs statements with a `log` in a process of their own, whose output is the log's and nobody else's. */
function written(options: object, statements: string): Written {
  const program = `
    import { createLog } from ${JSON.stringify(LOG)};
    import { Fault } from ${JSON.stringify(CORE)};
    const log = createLog(${JSON.stringify({ level: 'debug', format: 'json', ...options })});
    ${statements}`;
  const { stdout, stderr, status } = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
    encoding: 'utf8',
  });
  expect(status, stderr).to.equal(0);
  return { lines: stdout.split('\n').slice(0, -1), stderr };
}

function parsed(line: string | undefined): unknown {
  const value: unknown = JSON.parse(line ?? '');
  return value;
}

describe('the log', function () {
  this.timeout(30_000);

  it('writes a line of JSON for each event, all on standard output', () => {
    const { lines, stderr } = written(
      {},
      `log.debug('one');
       log.info('two', { orderId: 'o1', count: 3, isNew: true, absent: undefined });
       log.warn('three', { text: 'with\\na line break and "quotes"' });
       log.error('four', { connectionId: 'c1' });`,
    );
    expect(stderr).to.equal('');
    expect(lines.map(parsed)).to.have.length(4);
    expect(parsed(lines[1])).to.include({ level: 'info', message: 'two', orderId: 'o1', count: 3, isNew: true });
    expect(parsed(lines[1])).not.to.have.property('absent');
    expect(parsed(lines[2])).to.include({ level: 'warn', text: 'with\na line break and "quotes"' });
    expect(parsed(lines[3]))
      .to.have.property('timestamp')
      .that.matches(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
  });

  it('writes a line for people where that is wanted, and still one line an event', () => {
    const { lines } = written(
      { format: 'text' },
      `log.info('order submitted', { orderId: 'o1', attempts: 2, absent: undefined });
       log.warn('odd', { text: 'a\\nb' });`,
    );
    expect(lines).to.have.length(2);
    expect(lines[0]).to.match(/^[\d:.]{12} info {2}order submitted orderId="o1" attempts=2$/);
    expect(lines[1]).to.contain('text="a\\nb"');
  });

  for (const [level, count] of [
    ['error', 1],
    ['warn', 2],
    ['info', 3],
    ['debug', 4],
  ] as const)
    it(`at level ${level} writes ${count} of the four`, () => {
      const { lines } = written({ level }, "log.debug('a'); log.info('b'); log.warn('c'); log.error('d');");
      expect(lines).to.have.length(count);
    });

  it('tells a Fault by its code and detail, and not what caused it', () => {
    const { lines } = written(
      {},
      `log.error('failed', { orderId: 'o1' },
         new Fault('vendor.refused', { detail: 'status 422', cause: new Error('${CANARY}') }));`,
    );
    expect(parsed(lines[0])).to.include({ orderId: 'o1', code: 'vendor.refused', detail: 'status 422' });
    expect(lines[0]).not.to.contain(CANARY);
  });

  it('tells another error by its name, its code and where it was thrown', () => {
    const { lines } = written(
      {},
      `const error = Object.assign(new TypeError('${CANARY}', { cause: '${CANARY}' }), { code: 'ECONNRESET', config: '${CANARY}' });
       log.error('failed', {}, error);
       log.error('failed', {}, '${CANARY}');
       log.error('failed', {}, { message: '${CANARY}' });`,
    );
    expect(parsed(lines[0])).to.include({ error: 'TypeError', errorCode: 'ECONNRESET' });
    expect(parsed(lines[0]))
      .to.have.property('thrownAt')
      .that.matches(/eval|input|file/);
    expect(lines.join('\n')).not.to.contain(CANARY);
  });

  it('never repeats the message of a foreign error, however it is written', () => {
    const parts = fc.constantFrom(CANARY, '\n', '\n    at ', 'at ', ' ', 'Error', 'Error: ', '$&', '(', '\r\n');
    const messages = fc.sample(fc.array(parts, { maxLength: 6 }), { numRuns: 150, seed: 7 }).map((all) => all.join(''));
    const codes = [CANARY, `${CANARY} and more`, `E_${'X'.repeat(90)}`];
    const { lines } = written(
      {},
      `for (const message of ${JSON.stringify(messages)}) {
         log.error('failed', {}, new Error(message));
         const changed = new Error(message);
         changed.message = 'another';
         log.error('failed', {}, changed);
       }
       for (const code of ${JSON.stringify(codes.slice(1))}) log.error('failed', {}, Object.assign(new Error(), { code }));`,
    );
    expect(lines).to.have.length(2 * messages.length + 2);
    expect(lines.filter((line) => line.includes(CANARY))).to.deep.equal([]);
    expect(lines.filter((line) => line.includes('thrownAt'))).to.have.length.greaterThan(messages.length);
  });
});
