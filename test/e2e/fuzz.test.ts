import { expect } from 'chai';
import { fuzz, type Report } from '../fuzz/campaign.js';

/** What a host under test was asked, in all runs with the same numbers. */
const SEEDS = [1, 20_261_122] as const;
const REQUESTS = 3_000;

describe('malformed requests on every public route', function () {
  this.timeout(120_000);

  const demandPeace = ({ violations, healthAnswers, statuses }: Report, seed: number): void => {
    expect(violations.map(({ what, index }) => `seed ${seed}, number ${index}: ${what}`)).to.deep.equal([]);
    expect(healthAnswers).to.be.greaterThan(0);
    expect([...statuses.keys()]).to.include.members([200, 400, 401, 404]);
  };

  for (const seed of SEEDS)
    it(`end no process, break no answer and tell no secret (npm run fuzz -- --requests ${REQUESTS} --seed ${seed})`, async () => {
      demandPeace(await fuzz({ requests: REQUESTS, seed, isLimited: false }), seed);
    });

  it('are told to wait, where one address sends them all', async () => {
    const report = await fuzz({ requests: 500, seed: 7, isLimited: true });
    demandPeace(report, 7);
    expect(report.statuses.get(429)).to.be.greaterThan(0);
  });
});
