import { expect } from 'chai';
import { bridgeSettings } from '#host/container/settings.js';
import { loadConfig } from '#host/config/load.js';
import { configOf } from '../support/configs.js';
import { Folder } from '../support/folder.js';

describe('the settings of the bridge', () => {
  it('are the seconds of the configuration in milliseconds', () => {
    const folder = new Folder();
    const { config } = loadConfig(
      folder.write(
        'bridge.yaml',
        configOf({
          orders: { deadlineSeconds: 1.5, tooOldSeconds: 60, checkSeconds: 3 },
          outbound: { allowPrivateAddresses: true, timeoutSeconds: 12 },
          catalog: { largestRemoval: 0.25, answerSeconds: 4, refreshSeconds: 5 },
          storage: { url: 'sqlite:./bridge.db', keepDays: 2 },
          pollSeconds: 0.2,
          reconcileSeconds: 7,
        }),
      ),
      {},
    );
    folder.remove();
    expect(bridgeSettings(config)).to.deep.equal({
      orders: { deadlineMs: 1_500, callMs: 12_000, tooOldMs: 60_000, checkEveryMs: 3_000 },
      catalog: { largestRemoval: 0.25, answerWithinMs: 4_000, refreshEveryMs: 5_000 },
      pollEveryMs: 200,
      reconcileEveryMs: 7_000,
      keepMs: 48 * 3_600_000,
    });
  });
});
