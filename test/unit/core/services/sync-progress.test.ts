import { expect } from 'chai';
import { Fault, type CatalogPart, type RunningSync } from '@poshub-bridge/core';
import { rejection } from '../../../support/until.js';
import { IDS, World } from '../../../support/world.js';

const part = (...refs: readonly string[]): CatalogPart => ({
  categories: refs.map((ref) => ({ ref, name: ref, available: true })),
});

describe('the progress of a sync', () => {
  let world: World;
  let seen: (RunningSync | undefined)[];
  beforeEach(async () => {
    world = await World.open();
    await world.connect();
    seen = [];
  });
  afterEach(() => world.dispose());

  const watch = (): (() => void) => {
    const { progress } = world.services.syncing;
    return progress.watch((connectionId) => seen.push(progress.running(connectionId)));
  };
  const steps = (): readonly string[] => seen.map((one) => (one === undefined ? 'over' : `${one.step} ${one.entries}`));

  it('counts the entries as they are read, says when they are sent, and when it is over', async () => {
    world.till.menu = [part('c1', 'c2'), part('c3')];
    watch();
    await world.services.syncing.push(IDS.connectionId, 'operator');
    expect(steps()).to.deep.equal(['reading 0', 'reading 0', 'reading 2', 'reading 3', 'sending 3', 'over']);
    expect(seen[0]).to.include({ connectionId: IDS.connectionId, trigger: 'operator' });
  });

  it('is over where the sync fails, too', async () => {
    world.till.menu = [part('c1'), new Fault('vendor.unavailable')];
    watch();
    await rejection(world.services.syncing.push(IDS.connectionId, 'operator'));
    expect(steps().slice(-2)).to.deep.equal(['reading 1', 'over']);
  });

  it('is told to nobody who watches no longer', async () => {
    watch()();
    await world.services.syncing.push(IDS.connectionId, 'operator');
    expect(seen).to.deep.equal([]);
  });
});
