import { spawn } from 'node:child_process';
import { appendFileSync, chmodSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { expect } from 'chai';
import { HOUR } from '@poshub-bridge/core';
import { textOf, listOf } from '#kit/demo/json.js';
import { startTill } from '#kit/till/index.js';
import { blocksOf, commandsOf, pages, type Command } from '../support/docs.js';
import { skip } from '../support/skip.js';
import { Folder } from '../unit/host/support/folder.js';
import { run } from '../unit/host/support/program.js';
import { needsPerson, openShop, type Shop } from './sandbox.js';

interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** What stays until it is told to end. */
const SERVERS = /^(npx )?poshub-bridge (till|simulate-hub)\b/;

describe('the commands in the docs', function () {
  this.timeout(120_000);
  let shop: Shop;
  let folder: Folder;
  const closers: (() => Promise<void> | void)[] = [];
  let environment: Readonly<Record<string, string>>;

  before(async function () {
    if (process.platform === 'win32') skip(this, 'the commands in the docs are for a POSIX shell');
    folder = new Folder();
    closers.push(() => folder.remove());
    // The commands run where the configuration lies, and npx looks for a command where it runs.
    chmodSync(folder.write('bin/npx', '#!/bin/sh\nexec "$@"\n'), 0o755);
    const till = await startTill({ state: join(folder.path, 'another-till.db') });
    closers.push(() => till.close());
    shop = await openShop();
    closers.push(() => shop.sandbox.stop());
    // The commands about an order are for one that needs somebody.
    await shop.sandbox.killHost();
    appendFileSync(shop.sandbox.host.config, 'orders: { deadlineSeconds: 1 }\n');
    await shop.sandbox.startHost();
    await shop.till.admin('POST', '/faults', { kind: 'refuse', ms: 3_000 });
    const order = await shop.world.order({ locationId: shop.locationId, sample: 'pickup' });
    await needsPerson(shop, order.id);
    const [connection] = listOf(await shop.world.operator('/connections'));
    const [event] = listOf(await shop.world.operator(`/events?orderId=${order.id}`));
    environment = {
      ...shop.sandbox.host.secrets,
      ...{ BRIDGE: shop.sandbox.host.url, BACKUPS: folder.path },
      ...{ ORDER: order.id, CONNECTION: textOf(connection, 'id'), EVENT: textOf(event, 'id') },
      ...{ FROM: new Date(Date.now() - HOUR).toISOString(), TO: new Date().toISOString() },
      ...{ ADMIN_URL: till.adminUrl, ADMIN: till.adminToken },
    };
  });
  after(async () => {
    for (const close of closers.splice(0).reverse()) await close();
  });

  /** Runs a command where the configuration lies, as a person does. */
  function shell(text: string): Promise<Outcome> {
    const PATH = `${join(folder.path, 'bin')}:${resolve('node_modules/.bin')}:${process.env['PATH'] ?? ''}`;
    const cwd = SERVERS.test(text) ? folder.path : dirname(shop.sandbox.host.config);
    const child = spawn('sh', ['-euc', text.replace(SERVERS, 'exec $&')], { cwd, env: { PATH, ...environment } });
    let [stdout, stderr] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      stdout += chunk;
      if (SERVERS.test(text)) child.kill('SIGTERM');
    });
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => (stderr += chunk));
    return new Promise((resolve) => {
      // It may be told to end before it listens to that.
      child.once('close', (code, signal) => resolve({ code: signal === 'SIGTERM' ? 0 : code, stdout, stderr }));
    });
  }

  /** The docs say where they want it. */
  const hasJq = async (): Promise<boolean> => (await shell('command -v jq')).code === 0;

  /** Commands that are not run here: what is looked at instead, and why. */
  function lookAt({ text }: Command): string | undefined {
    if (text.includes('./adapter-acme')) return 'add-a-vendor.test.ts makes this adapter and certifies it';
    const scripts = [...text.matchAll(/\bnpm (?:run )?(ci|test|start|[a-z:]+)/g)].map(([, name = '']) => name);
    if (scripts.length > 0) {
      const manifest: unknown = JSON.parse(readFileSync('package.json', 'utf8'));
      for (const name of scripts.filter((one) => one !== 'ci'))
        expect(manifest).to.have.nested.property(`scripts.${name}`);
      return undefined;
    }
    return text.startsWith('docker ') ? 'no Docker runs here' : undefined;
  }

  for (const command of blocksOf('sh').flatMap(commandsOf))
    it(`${command.at}: ${command.text}`, async function () {
      if (/^(npm|docker) |\.\/adapter-acme/.test(command.text)) {
        const reason = lookAt(command);
        if (reason !== undefined) skip(this, reason);
        return;
      }
      if (/\bjq\b/.test(command.text) && !(await hasJq())) skip(this, 'no jq is installed here');
      const outcome = await shell(command.text);
      expect(outcome.code, `${outcome.stdout}${outcome.stderr}`).to.equal(0);
      expect(outcome.stdout).to.match(/\S/).and.not.to.contain('"error":');
    });

  it('are at least those of the operator’s page', () => {
    expect(blocksOf('sh').flatMap(commandsOf)).to.have.length.greaterThan(20);
  });

  it('replay a span of time page after page, each event that was told of an order once', async function () {
    if (!(await hasJq())) skip(this, 'no jq is installed here');
    const [loop] = blocksOf('sh')
      .flatMap(commandsOf)
      .filter(({ text }) => text.includes('nextPageKey='));
    const { code, stdout, stderr } = await shell(loop?.text.replace('limit=100', 'limit=1') ?? 'false');
    expect(code, stderr).to.equal(0);
    const replayed = stdout
      .trim()
      .split('\n')
      .map((line) => /^\{"data":\{"id":"([^"]+)"\}\}$/.exec(line)?.[1]);
    const { FROM, TO } = environment;
    const events = listOf(await shop.world.operator(`/events?from=${FROM}&to=${TO}&limit=100`));
    const wanted = events.filter(
      (event) => textOf(event, 'topic') === 'order' && textOf(event, 'source') !== 'operator',
    );
    expect(wanted).to.have.length.within(1, events.length - 1);
    expect(replayed).to.deep.equal(wanted.map((event) => textOf(event, 'id')));
  });

  it('name only commands and options that there are, in the middle of a sentence too', async () => {
    const known = new Map<string, Promise<string>>();
    const helpOf = (words: readonly string[]): Promise<string> => {
      const key = words.join(' ');
      const help = known.get(key) ?? run([...words, '--help']).then(({ stdout }) => stdout);
      known.set(key, help);
      return help;
    };
    let seen = 0;
    for (const file of pages())
      for (const [, text = ''] of readFileSync(file, 'utf8').matchAll(/`(?:npx )?poshub-bridge ([^`]+)`/g)) {
        const words = /^[a-z -]*?(?= --| [A-Z"]|$)/.exec(text)?.[0].trim().split(' ') ?? [];
        const help = await helpOf(words);
        const [, command = '', rest = ''] = /^Usage: poshub-bridge ([a-z -]+?) ([[<].*)$/m.exec(help) ?? [];
        const isWhole = command === words.join(' ');
        // What stands behind a command is its argument, where it takes one.
        const isArgument = rest.includes('<') && words.join(' ').startsWith(`${command} `);
        expect(isWhole || isArgument, `${file}: ${text}`).to.equal(true);
        for (const [option] of text.matchAll(/--[a-z-]+/g)) expect(help, `${file}: ${text}`).to.contain(option);
        seen += 1;
      }
    expect(seen).to.be.greaterThan(5);
  });

  it('have a health check for Docker that tells a host that is ready from one that is not', async () => {
    const [{ text } = { text: '' }] = blocksOf('dockerfile');
    const [, script = ''] = /^HEALTHCHECK .* CMD \["node", "-e", (".*")\]$/m.exec(text) ?? [];
    const parsed: unknown = JSON.parse(script);
    const probe = (port: string): Promise<Outcome> => {
      const quoted = String(parsed).replace(':8080/', `:${port}/`).replaceAll("'", `'"'"'`);
      return shell(`${process.execPath} -e '${quoted}'`);
    };
    expect((await probe(new URL(shop.sandbox.host.url).port)).code).to.equal(0);
    expect((await probe('1')).code).to.equal(1);
  });
});
