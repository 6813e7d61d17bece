import type { HttpClient } from '@poshub-bridge/core';
import { createKitClient } from '#kit/conformance/http-client.js';

/** An HttpClient for tests: it goes nowhere but to this machine, and keeps no connection open. */
export function createTestHttpClient(timeoutMs = 5_000): HttpClient {
  return createKitClient({ hosts: ['127.0.0.1'], timeoutMs });
}
