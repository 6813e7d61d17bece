import { expect } from 'chai';
import { loggedPath } from '#host/http/logged-path.js';

describe('the path in a line of the log', () => {
  it('is the whole path, where it is one of the bridge’s', () => {
    for (const path of ['/poshub/webhook', `/connect/${'c'.repeat(128)}/done`, `/${'a'.repeat(299)}`])
      expect(loggedPath({ path })).to.equal(path);
  });

  it('is no more than the whole parts that fit, where somebody made it up', () => {
    expect(loggedPath({ path: `/connect/${'a'.repeat(16_000)}=` })).to.equal('/connect/…');
    expect(loggedPath({ path: `/${'a'.repeat(300)}` })).to.equal('/…');
    expect(loggedPath({ path: `/connect/${'b'.repeat(200)}/${'a'.repeat(300)}` })).to.equal(
      `/connect/${'b'.repeat(200)}/…`,
    );
  });
});
