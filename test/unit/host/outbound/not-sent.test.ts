import { expect } from 'chai';
import { NOT_SENT } from '#host/outbound/not-sent.js';

describe('a call that certainly was not sent', () => {
  for (const code of [
    ...['CERT_NOT_YET_VALID', 'CERT_HAS_EXPIRED', 'CERT_REVOKED', 'CERT_UNTRUSTED', 'CERT_REJECTED'],
    ...['UNABLE_TO_GET_ISSUER_CERT', 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
    ...['CERT_SIGNATURE_FAILURE', 'CERT_CHAIN_TOO_LONG', 'PATH_LENGTH_EXCEEDED', 'INVALID_CA', 'INVALID_PURPOSE'],
    ...['DEPTH_ZERO_SELF_SIGNED_CERT', 'SELF_SIGNED_CERT_IN_CHAIN'],
    ...['HOSTNAME_MISMATCH', 'ERR_TLS_CERT_ALTNAME_INVALID'],
  ])
    it(`is one to a host whose certificate is not believed: ${code}`, () => {
      expect(NOT_SENT.has(code)).to.equal(true);
    });

  for (const code of ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'])
    it(`is one to a host that was not reached: ${code}`, () => {
      expect(NOT_SENT.has(code)).to.equal(true);
    });

  for (const code of [
    ...['ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ECONNABORTED', 'ERR_CANCELED', 'ERR_BAD_RESPONSE', ''],
    ...['ERR_SSL_WRONG_VERSION_NUMBER', 'ERR_SSL_DECRYPTION_FAILED_OR_BAD_RECORD_MAC'],
  ])
    it(`is none that may have broken off later: ${code || 'without a code'}`, () => {
      expect(NOT_SENT.has(code)).to.equal(false);
    });
});
