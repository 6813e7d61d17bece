import { expect } from 'chai';
import type { InstallRequest } from '@poshub-bridge/core';
import { startHub, type StartedHub } from '#kit/hub/index.js';
import { createPosHub } from '#pos-hub/index.js';
import { realClock, seededChance } from '../../../../support/clock.js';
import { createTestHttpClient } from '../../../../support/http-client.js';
import { settingsOf } from '../../../pos-hub/support/settings.js';
import { TestLog } from '../../../pos-hub/support/hub.js';
import { readable, Visitor } from './support/visitor.js';
import { openWorld, type World } from './support/world.js';

/** Over the simulator of POS Hub, whose tokens of codes are good for one location. */
describe('attacks with codes of POS Hub', () => {
  let hub: StartedHub;
  let world: World;

  beforeEach(async () => {
    hub = await startHub({ autoConsent: true, redirectUris: ['http://bridge.test/poshub/install'] });
    const { url: baseUrl, clientId, clientSecret } = hub;
    const parts = { http: createTestHttpClient(), clock: realClock, chance: seededChance(1), log: new TestLog() };
    const settings = settingsOf({ baseUrl, clientId, clientSecret });
    world = await openWorld({ posHub: createPosHub({ settings, ...parts }) });
  });
  afterEach(async () => {
    await world.close();
    await hub.close();
  });

  /** What POS Hub's redirect says to a merchant who installs the application at one of the two locations. */
  const consented = async (place: 0 | 1): Promise<InstallRequest> => {
    const started = await fetch(`${hub.url}/admin/installs`, {
      method: 'POST',
      headers: { authorization: `Bearer ${hub.adminToken}`, 'content-type': 'application/json' },
      body: JSON.stringify({ locationId: hub.locationIds[place] }),
    });
    const [, authorizeUrl = ''] = /"authorizeUrl":"([^"]+)"/.exec(await started.text()) ?? [];
    const { headers } = await fetch(authorizeUrl, { redirect: 'manual' });
    const { searchParams } = new URL(headers.get('location') ?? 'about:blank');
    const said = (name: string): string => searchParams.get(name) ?? '';
    const [code, accountId, locationId] = [said('code'), said('account_id'), said('location_id')];
    return { code, accountId, locationId, connectionId: said('connectionId') };
  };

  it('takes a fresh code for no connection but its own: not for one that waits, not for one that works', async () => {
    const victim = await consented(0);
    const attacker = new Visitor(world);
    const { code } = await consented(1);
    const refused = await attacker.install({ ...victim, code });
    expect([refused.status, attacker.cookies.size]).to.deep.equal([403, 0]);
    expect(readable(refused)).to.include('Code: install.not_allowed');
    expect(await world.connection(victim.connectionId)).to.equal(undefined);

    expect((await new Visitor(world).install(victim)).status).to.equal(303);
    const again = await attacker.install({ ...victim, code: (await consented(1)).code });
    expect([again.status, attacker.cookies.size]).to.deep.equal([403, 0]);
  });

  it('takes it for its own', async () => {
    const request = await consented(1);
    expect((await new Visitor(world).install(request)).status).to.equal(303);
    expect(await world.connection(request.connectionId)).to.include({ locationId: request.locationId });
  });
});
