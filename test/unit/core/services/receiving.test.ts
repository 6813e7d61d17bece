import { expect } from 'chai';
import { asFault } from '@poshub-bridge/core';
import { anOrder } from '../../../support/fake-hub.js';
import { rejection } from '../../../support/until.js';
import { IDS, World } from '../../../support/world.js';

const SIGNED = { 'x-hub': 'signed' };

describe('receiving POS Hub’s events', () => {
  let world: World;
  beforeEach(async () => {
    world = await World.open();
  });
  afterEach(() => world.dispose());

  const unhandled = (topic: 'order' | 'connection', subject: string) =>
    world.storage.ledger.inbox.unhandled(topic, subject);

  it('keeps an event, as it was received, before it answers, and asks for its work', async () => {
    const body = world.wire.orderEvent('e1', world.hub.put(IDS, anOrder('order-1')));
    const { envelope, outcome } = await world.services.receiving.receive(body, SIGNED);
    expect([envelope.id, outcome]).to.deep.equal(['e1', 'stored']);
    await world.restart();
    const [event] = await unhandled('order', 'order-1');
    expect(event).to.deep.include({
      id: 'e1',
      receivedAt: world.clock.now(),
      news: { source: 'hub', body: Buffer.from('e1') },
    });
    expect(await world.waiting()).to.deep.equal({ order: 1 });
  });

  it('keeps one of fifty of the same that come at once', async () => {
    const told = world.hub.put(IDS, anOrder('order-1'));
    const outcomes = await Promise.all(Array.from({ length: 50 }, () => world.tell('e1', told)));
    expect(outcomes.filter((outcome) => outcome === 'stored')).to.have.length(1);
    expect(await unhandled('order', 'order-1')).to.have.length(1);
  });

  it('keeps nothing whose signature is wrong', async () => {
    const body = world.wire.orderEvent('e1', world.hub.put(IDS, anOrder('order-1')));
    const fault = asFault(await rejection(world.services.receiving.receive(body, { 'x-hub': 'forged' })));
    expect(fault.code).to.equal('request.unauthenticated');
    expect(await unhandled('order', 'order-1')).to.deep.equal([]);
  });

  it('says so when the body can’t be read', async () => {
    const body = new TextEncoder().encode('nonsense');
    const fault = asFault(await rejection(world.services.receiving.receive(body, SIGNED)));
    expect(fault.code).to.equal('request.unreadable');
  });

  it('asks for a connection’s work when the event is about one', async () => {
    await world.services.receiving.receive(world.wire.connectionEvent('e1', IDS, 'modify'), SIGNED);
    expect(await unhandled('connection', IDS.connectionId)).to.have.length(1);
    expect(await world.waiting()).to.deep.equal({ connection: 1 });
  });

  it('keeps events of any other kind, and does nothing about them', async () => {
    const { outcome } = await world.services.receiving.receive(world.wire.otherEvent('e1', IDS), SIGNED);
    expect(outcome).to.equal('stored');
    expect(await world.waiting()).to.deep.equal({});
  });

  it('does not acknowledge what the storage can’t keep', async () => {
    const body = world.wire.orderEvent('e1', world.hub.put(IDS, anOrder('order-1')));
    const { services } = world;
    await world.storage.storage.close();
    expect(await rejection(services.receiving.receive(body, SIGNED))).to.be.an('error');
    await world.restart();
    expect(await unhandled('order', 'order-1')).to.deep.equal([]);
  });
});
