import { expect } from 'chai';
import { at, call, pizzeria, Talk, textAt } from './talk.js';

describe('the simulator’s connections and locations', () => {
  let talk: Talk;
  let connection: string;
  beforeEach(async () => {
    talk = await Talk.start();
    connection = textAt((await talk.admin('GET', '/connections')).body, 'data.0.id');
  });
  afterEach(() => talk.close());

  it('reads a connection, and lists it in a page', async () => {
    const one = await talk.api('GET', `/connections/${connection}`);
    expect(one.body).to.have.nested.property('data.status', 'PENDING');
    const list = await talk.api('GET', '/connections');
    expect(list.body).to.deep.equal({ data: [at(one.body, 'data')], hasNextPage: false });
  });

  it('takes COMPLETED, and FAILED with a reason that goes again with the failure', async () => {
    const failed = await talk.api('PATCH', `/connections/${connection}`, {
      status: 'FAILED',
      failureReason: 'no till',
    });
    expect(failed.body).to.have.nested.include({ 'data.status': 'FAILED', 'data.failureReason': 'no till' });
    const completed = await talk.api('PATCH', `/connections/${connection}`, { status: 'COMPLETED' });
    expect(completed.body).to.have.nested.property('data.status', 'COMPLETED');
    expect(at(completed.body, 'data')).not.to.have.property('failureReason');
  });

  it('names an unknown key, a wrong value, and what is not JSON', async () => {
    const patch = (body: unknown) => talk.api('PATCH', `/connections/${connection}`, body);
    expect(await patch({ state: 'COMPLETED' })).to.deep.include({
      status: 400,
      body: { error: 'the body: unknown key "state"' },
    });
    expect((await patch({ status: 'DONE' })).body).to.deep.equal({
      error: '/status must be one of ["PENDING","COMPLETED","FAILED"]',
    });
    expect((await patch('{"status":')).status).to.equal(400);
    const url = `${talk.hub.url}${talk.location()}/connections/${connection}`;
    const authorization = `Bearer ${talk.token}`;
    const broken = await call('PATCH', url, '{"status":', { authorization, 'content-type': 'application/json' });
    expect(broken.body).to.deep.equal({ error: 'the body is not JSON' });
  });

  it('answers 401 without a token, 404 for what is not there, 403 where it is not installed', async () => {
    expect((await talk.api('GET', '', undefined, 'wrong')).status).to.equal(401);
    expect((await talk.api('GET', '/connections/nothing')).status).to.equal(404);
    expect((await talk.api('GET', `/v1/accounts/${talk.hub.accountId}/locations/nothing`)).status).to.equal(404);
    expect((await talk.api('GET', '/nowhere')).body).to.have.all.keys('error');
    const made = await talk.admin('POST', '/locations', { name: 'New' });
    const fresh = `/v1/accounts/${talk.hub.accountId}/locations/${textAt(made.body, 'data.id')}`;
    expect((await talk.api('GET', fresh)).status).to.equal(403);
  });

  it('closes a location when the application uninstalls itself, and says so by CONNECTION REMOVE', async () => {
    const reply = await talk.api('DELETE', `/applications/${talk.hub.clientId}`);
    expect([reply.status, reply.text]).to.deep.equal([204, '']);
    await talk.settled();
    expect(talk.hooks.map(({ body }) => body)).to.have.nested.property('[0].eventType', 'REMOVE');
    expect(talk.hooks[0]?.body).to.include({ objectType: 'CONNECTION', connectionId: connection });
    expect(talk.hooks[0]?.body).to.have.nested.property('previousState.id', connection);
    expect((await talk.api('GET', '')).status).to.equal(403);
  });

  it('reads and changes a location, field by field', async () => {
    const hours = [{ weekday: 'MONDAY', timePeriods: [{ startTime: '08:30', endTime: '23:00' }] }];
    const reply = await talk.api('PATCH', '', { businessHours: hours, phoneNumber: '+14155552671' });
    expect(reply.status).to.equal(200);
    const read = await talk.api('GET', '');
    expect(at(read.body, 'data')).to.deep.equal(at(reply.body, 'data'));
    expect(at(read.body, 'data')).to.deep.include({ businessHours: hours, name: 'High Street' });
  });

  const wrong: [string, unknown, string][] = [
    [
      'hours that are no time',
      { businessHours: [{ weekday: 'MONDAY', timePeriods: [{ startTime: '8:30' }] }] },
      'startTime',
    ],
    ['a phone number that is not E.164', { phoneNumber: '020 7946 0000' }, 'phoneNumber'],
    ['a time zone that does not exist', { timezone: 'Europe/Nowhere' }, 'timezone'],
    ['a tax rate of more than a million', { taxRates: [{ name: 'x', posReference: 'x', rate: 1_000_001 }] }, 'rate'],
    [
      'an unknown key in a payment type',
      { paymentTypes: [{ code: 'CASH', name: 'x', posReference: 'x', a: 1 }] },
      '"a"',
    ],
  ];
  for (const [what, body, named] of wrong) {
    it(`refuses ${what}`, async () => {
      const reply = await talk.api('PATCH', '', body);
      expect(reply.status).to.equal(400);
      expect(textAt(reply.body, 'error')).to.contain(named);
    });
  }

  it('tells other applications of a changed location, and the one that did it only with echoes', async () => {
    const other = await talk.admin('POST', '/applications', { name: 'other', webhookEndpoint: `${talk.appUrl}/other` });
    const applicationId = textAt(other.body, 'data.id');
    await talk.admin('POST', '/connections', { applicationId, locationId: talk.hub.locationIds[0] });
    await talk.settled();
    talk.received.length = 0;
    await talk.api('PATCH', '', { name: 'Corner' });
    await talk.settled();
    expect(talk.received.map(({ path }) => path)).to.deep.equal(['/other']);
    expect(talk.received[0]?.body).to.have.nested.include({
      'newState.name': 'Corner',
      'previousState.name': 'High Street',
    });
    await talk.admin('PATCH', '/settings', { echo: true });
    await talk.api('PATCH', `/connections/${connection}`, { status: 'COMPLETED' });
    await talk.settled();
    expect(talk.hooks[0]?.body).to.have.nested.include({ objectType: 'CONNECTION', 'newState.status': 'COMPLETED' });
  });

  it('takes the location from inside an import', async () => {
    await talk.api('PUT', '/catalog/import', { ...pizzeria, location: { name: 'From the till' } });
    expect((await talk.api('GET', '')).body).to.have.nested.property('data.name', 'From the till');
  });
});
