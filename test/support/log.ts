import type { Log, LogFields } from '@poshub-bridge/core';

interface Line {
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  readonly event: string;
  readonly fields: LogFields;
  readonly cause: unknown;
}

/** A log that keeps its lines, for tests to look at. */
export class CollectedLog implements Log {
  readonly lines: Line[] = [];

  debug(event: string, fields: LogFields = {}): void {
    this.lines.push({ level: 'debug', event, fields, cause: undefined });
  }

  info(event: string, fields: LogFields = {}): void {
    this.lines.push({ level: 'info', event, fields, cause: undefined });
  }

  warn(event: string, fields: LogFields = {}): void {
    this.lines.push({ level: 'warn', event, fields, cause: undefined });
  }

  error(event: string, fields: LogFields = {}, cause?: unknown): void {
    this.lines.push({ level: 'error', event, fields, cause });
  }
}
