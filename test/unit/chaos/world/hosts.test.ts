import { existsSync } from 'node:fs';
import { expect } from 'chai';
import { Hosts } from '../../../chaos/world/hosts.js';
import { rejection, until } from '../../../support/until.js';
import { Folder } from '../../host/support/folder.js';

/** A program in a host's place; it can ask how many of its kind came before it. */
const programOf = (loads: string, begins: string): string => `
  import { appendFileSync, readFileSync } from 'node:fs';
  import { fileURLToPath } from 'node:url';
  const countOf = (what) => {
    const file = fileURLToPath(new URL(what, import.meta.url));
    appendFileSync(file, '.');
    return readFileSync(file, 'utf8').length;
  };
  process.on('disconnect', () => process.exit(1));
  process.once('message', () => {
    const begun = countOf('begun');
    ${begins}
    process.send({ listening: { url: '' } });
  });
  const loaded = countOf('loaded');
  ${loads}
  process.send({ warm: true });
`;

describe('The hosts of a chaos run', function () {
  this.timeout(60_000);
  const folder = new Folder();
  let hosts: Hosts | undefined;

  const hostsThat = (name: string, loads: string, begins: string): Hosts => {
    const program = folder.write(`${name}/program.mjs`, programOf(loads, begins));
    const place = { config: 'no.yaml', port: 1 };
    hosts = new Hosts({ engine: 'sqlite', places: [place], secrets: {}, folder: `${folder.path}/${name}`, program });
    return hosts;
  };

  afterEach(() => hosts?.stop());
  after(() => folder.remove());

  it('start one again that ended before it took work, until it does', async () => {
    const one = hostsThat('tries', '', 'if (begun < 3) process.exit(1);');
    await one.start();
    expect(one.ownEnds.map(({ hadBegun, how }) => ({ hadBegun, how }))).to.deep.equal([
      { hadBegun: false, how: '1' },
      { hadBegun: false, how: '1' },
    ]);
  });

  it('start one again that ended while it worked', async () => {
    const one = hostsThat('ends', '', 'if (begun < 2) setTimeout(() => process.exit(7), 200);');
    await one.start();
    const first = one.pidOf(0);
    await until(() => one.pidOf(0) !== first);
    await one.allReady();
    expect(one.ownEnds.map(({ hadBegun, how }) => ({ hadBegun, how }))).to.deep.equal([{ hadBegun: true, how: '7' }]);
  });

  it('load another process where the machine ends one that only loads', async () => {
    const one = hostsThat('loads', 'if (loaded < 3) process.exit(137);', '');
    await one.start();
    expect(one.ownEnds).to.deep.equal([]);
  });

  it('tell the last words of a program that can’t be loaded', async () => {
    const one = hostsThat('fails', "console.error('no memory'); process.exit(1);", '');
    expect(String(await rejection(one.start()))).to.match(/can’t be loaded: it ended with 1\..*no memory/s);
  });

  it('follow one that was killed while it only began, and call that no end of its own', async () => {
    const one = hostsThat('killed', '', 'if (begun < 2) return;');
    const starting = one.start();
    await until(() => one.pidOf(0) !== undefined && existsSync(`${folder.path}/killed/begun`));
    await one.kill(0);
    await starting;
    expect(one.ownEnds).to.deep.equal([]);
  });
});
