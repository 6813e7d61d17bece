import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { expect } from 'chai';
import { validate } from 'dockerfile-utils';
import { SECOND } from '@poshub-bridge/core';
import { hostSchema } from '#host/config/schema.js';
import { longestDrain } from '#host/draining.js';
import { blocksOf } from '../../support/docs.js';
import { skip } from '../../support/skip.js';
import { Folder } from '../host/support/folder.js';

/** How long a database that says nothing holds the end up, in seconds. */
const SILENT_DATABASE = 7;

const { listen, limits, outbound } = hostSchema.properties;
const PORT = String(listen.properties.port.default);
const ENTRY = 'host/dist/cli/main.js';

const only = (language: string): string => {
  const blocks = blocksOf(language);
  expect(blocks, language).to.have.length(1);
  return blocks[0]?.text ?? '';
};

describe('docs/deploy.md', () => {
  describe('the Dockerfile', () => {
    const text = only('dockerfile');
    /** What stands behind each instruction of that name. */
    const all = (name: string): readonly string[] =>
      [...text.matchAll(new RegExp(`^${name} (.*)$`, 'gm'))].map(([, rest = '']) => rest);

    it('is one', () => {
      expect(validate(text)).to.deep.equal([]);
    });

    it('builds with scripts that there are, on a Node that the bridge runs on', () => {
      const manifest: unknown = JSON.parse(readFileSync('package.json', 'utf8'));
      expect(all('RUN')[0]).to.match(/^npm ci && npm run build && npm prune --omit=dev /);
      expect(manifest).to.have.nested.property('scripts.build');
      expect(all('FROM')).to.deep.equal(['node:22-slim AS build', 'node:22-slim']);
    });

    it('starts the command line in exec form, so that signals reach it', () => {
      const argumentsOf = (name: string): unknown => {
        const [written = ''] = all(name);
        const value: unknown = JSON.parse(written);
        return value;
      };
      expect(argumentsOf('ENTRYPOINT')).to.deep.equal(['node', ENTRY]);
      expect(argumentsOf('CMD')).to.deep.equal(['start', '--config', '/etc/poshub-bridge/bridge.yaml']);
      expect(existsSync(ENTRY)).to.equal(true);
    });

    it('runs as nobody in particular, and keeps the storage on a volume', () => {
      const lines = text.split('\n');
      expect(lines.indexOf('USER node')).to.be.greaterThan(
        lines.findIndex((line) => line.includes('chown node:node /data')),
      );
      expect(lines.indexOf('USER node')).to.be.lessThan(lines.findIndex((line) => line.startsWith('ENTRYPOINT')));
      expect(all('VOLUME')).to.deep.equal(['/data']);
      expect(
        blocksOf('yaml').some(({ file, text: yaml }) => file.endsWith('deploy.md') && yaml.includes('sqlite:/data/')),
      ).to.equal(true);
    });

    it('names the host’s port everywhere', () => {
      expect(all('EXPOSE')).to.deep.equal([PORT]);
      expect(all('HEALTHCHECK')[0]).to.contain(`http://127.0.0.1:${PORT}/health/ready`);
      const run = blocksOf('sh').find(({ text: sh }) => sh.includes('docker run'))?.text;
      expect(run).to.contain(`127.0.0.1:${PORT}:${PORT}`).and.to.contain(':/data');
    });
  });

  describe('the unit of systemd', () => {
    const text = only('ini');

    it('starts the host with a way that is there, and gives it the time to end', () => {
      expect(text).to.contain(`ExecStart=/usr/bin/node ${ENTRY} start --config `);
      const [, patience] = /TimeoutStopSec=(\d+)/.exec(text) ?? [];
      const drain = longestDrain(outbound.properties.timeoutSeconds.default * SECOND) / SECOND;
      expect(Number(patience)).to.be.greaterThan(drain + SILENT_DATABASE);
      expect(text).to.match(/^User=(?!root)/m);
    });

    it('starts the host again as often as it takes until its storage is there', () => {
      expect(text)
        .to.match(/^Restart=always$/m)
        .and.to.match(/^StartLimitIntervalSec=0$/m);
    });

    it('has its storage where the unit lets it write', () => {
      const [, name] = /StateDirectory=(\S+)/.exec(text) ?? [];
      const page = readFileSync('docs/deploy.md', 'utf8');
      expect(page).to.contain(`url: sqlite:/var/lib/${name}/`);
    });

    it('is one', function () {
      if (spawnSync('systemd-analyze', ['--version']).status !== 0)
        skip(this, 'systemd-analyze is not here to read the unit');
      const folder = new Folder();
      try {
        const here = text.replace('/usr/bin/node', process.execPath).replace('/opt/poshub-bridge', folder.path);
        const path = folder.write('poshub-bridge.service', here);
        const { status, stderr } = spawnSync('systemd-analyze', ['verify', '--man=no', path], { encoding: 'utf8' });
        expect({ status, stderr }).to.deep.equal({ status: 0, stderr: '' });
      } finally {
        folder.remove();
      }
    });
  });

  it('has nginx pass on to the host’s port bodies as large as the host takes; nginx itself is not asked', () => {
    const text = only('nginx');
    expect(text).to.contain(`proxy_pass http://127.0.0.1:${PORT};`);
    expect(text).to.contain(`client_max_body_size ${limits.properties.bodyBytes.default / 2 ** 20}m;`);
    expect(text.match(/\{/g)?.length).to.equal(text.match(/\}/g)?.length);
  });
});
