/** Nobody was found, or nobody took the connection. */
const NOT_REACHED = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'EPROTO'];

/**
 * The other side's certificate was not believed (https://nodejs.org/api/tls.html, X509 certificate error codes): Node ends
 * the connection before it writes a byte of the request. What starts with `ERR_SSL_` is not among them: it may come later.
 */
const NOT_BELIEVED = [
  ...['ERR_TLS_CERT_ALTNAME_INVALID', 'HOSTNAME_MISMATCH', 'CERT_NOT_YET_VALID', 'CERT_HAS_EXPIRED', 'CERT_REVOKED'],
  ...['CERT_UNTRUSTED', 'CERT_REJECTED', 'CERT_SIGNATURE_FAILURE', 'CERT_CHAIN_TOO_LONG', 'PATH_LENGTH_EXCEEDED'],
  ...['DEPTH_ZERO_SELF_SIGNED_CERT', 'SELF_SIGNED_CERT_IN_CHAIN', 'INVALID_CA', 'INVALID_PURPOSE'],
  ...['UNABLE_TO_GET_ISSUER_CERT', 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
];

/** Codes of errors after which the request certainly never left: nothing can have happened at the other side. */
export const NOT_SENT: ReadonlySet<string> = new Set([...NOT_REACHED, ...NOT_BELIEVED]);
