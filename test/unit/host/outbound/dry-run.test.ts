import { expect } from 'chai';
import { isFault, type HttpRequest } from '@poshub-bridge/core';
import { dryRun } from '#host/outbound/dry-run.js';
import { rejection } from '../../../support/until.js';

describe('a dry run', () => {
  const sent: HttpRequest[] = [];
  const http = dryRun({
    send: (request) => {
      sent.push(request);
      return Promise.resolve({ status: 200, headers: {}, body: undefined });
    },
  });
  const url = 'https://till.example.com/orders';
  beforeEach(() => {
    sent.length = 0;
  });

  it('lets out what reads', async () => {
    const requests: HttpRequest[] = [
      { method: 'GET', url },
      { method: 'POST', url, json: { search: 1 }, readOnly: true },
    ];
    for (const request of requests) expect((await http.send(request)).status).to.equal(200);
    expect(sent).to.deep.equal(requests);
  });

  it('sends nothing that may change something', async () => {
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE'] as const)
      for (const request of [
        { method, url },
        { method, url, readOnly: false },
      ]) {
        const error = await rejection(http.send(request));
        expect(isFault(error) && error.code).to.equal('outbound.not_allowed');
      }
    expect(sent).to.deep.equal([]);
  });
});
