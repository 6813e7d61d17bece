import { existsSync, readFileSync } from 'node:fs';
import { expect } from 'chai';
import { parse } from 'yaml';
import { isFaultCode } from '@poshub-bridge/core';
import { createMetrics } from '#host/metrics/index.js';
import { Scrape } from '../../support/scrape.js';
import { temporaryStorage } from '../../support/storage.js';
import { aConnection } from '../../contract/samples.js';

type Json = Readonly<Record<string, unknown>>;

const isRecord = (value: unknown): value is Json => typeof value === 'object' && value !== null;
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? Array.from<unknown>(value) : []);
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** All texts below some key, however deep. */
function textsUnder(value: unknown, key: string): readonly string[] {
  if (Array.isArray(value)) return listOf(value).flatMap((one) => textsUnder(one, key));
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    name === key && typeof inner === 'string' ? [inner] : textsUnder(inner, key),
  );
}

/** The metrics that a query names, without what Prometheus adds to a histogram's name. */
function metricsIn(query: string, known: ReadonlyMap<string, string>): readonly string[] {
  return [...query.matchAll(/\b(?:poshub_bridge|process|nodejs)_[a-z_]+/g)].map(([name]) => {
    const whole = name.replace(/_(bucket|sum|count)$/, '');
    return known.get(whole) === 'histogram' ? whole : name;
  });
}

/** What a query selects by: the metric, the label, and the values, where they are written out. */
function selectionsIn(query: string): readonly { metric: string; label: string; values: readonly string[] }[] {
  return [...query.matchAll(/([a-z_]+)\{([^}]*)\}/g)].flatMap(([, metric = '', matchers = '']) =>
    [...matchers.matchAll(/([a-z_]+)(?:=~|!~|!=|=)"([^"]*)"/g)].map(([, label = '', values = '']) => ({
      metric: metric.replace(/_bucket$/, ''),
      label,
      values: values.split('|').filter((value) => !value.startsWith('$')),
    })),
  );
}

const rules = readFileSync('docs/monitoring/alerts.yaml', 'utf8');
const dashboard = readFileSync('docs/monitoring/grafana.json', 'utf8');
const page = readFileSync('docs/metrics.md', 'utf8');
const operating = readFileSync('docs/operate.md', 'utf8');

/** What the operator's page says of alerts: a row each, with its cells. */
const told = [...operating.matchAll(/^\| (`Bridge.*) \|$/gm)].map(([, row = '']) => {
  const [name = '', meaning = '', look = '', remedy = ''] = row.split(' | ').map((cell) => cell.trim());
  return { name: /^`(\w+)`/.exec(name)?.[1], isUrgent: name.endsWith('**now**'), meaning, look, remedy };
});

describe('the files for monitoring', () => {
  const content: unknown = parse(rules);
  const groups = listOf(isRecord(content) ? content['groups'] : []);
  const alerts = groups.flatMap((group) => listOf(isRecord(group) ? group['rules'] : [])).filter(isRecord);
  const board: unknown = JSON.parse(dashboard);
  let seen: Scrape;
  let ours: readonly string[];

  before(async () => {
    const storage = await temporaryStorage();
    const { ledger, queue, clock, log } = storage;
    await ledger.connections.save(aConnection('c1', { status: 'connected' }), []);
    const metrics = createMetrics();
    const { meter } = metrics;
    meter.attentionRaised('order.too_old');
    metrics.call('hub', 'not_allowed', 1);
    metrics.jobFailed('order', 'bridge.broken');
    for (const code of ['hub.forbidden', 'hub.unauthorized'] as const) metrics.jobFailed('report', code);
    meter.ticketAfter(1);
    meter.answerAfter('accepted', 1);
    meter.reportAfter(1);
    const manifest = { id: 'till', version: '1.0.0' };
    const scrape = metrics.observe({ ledger, queue, clock, log, manifest, isReady: () => true });
    seen = new Scrape(await scrape());
    await storage.dispose();
    ours = [...seen.types.keys()].filter((name) => name.startsWith('poshub_bridge_'));
  });

  const queries = (): readonly string[] => [
    ...alerts.map((alert) => textOf(alert['expr'])),
    ...textsUnder(board, 'expr'),
    ...textsUnder(board, 'query').filter((query) => query !== 'prometheus'),
  ];

  it('ask for metrics that exist, in rules and in the dashboard', () => {
    expect(queries()).to.have.length.greaterThan(25);
    for (const query of queries()) {
      const named = metricsIn(query, seen.types);
      expect(named.length > 0 || query.startsWith('up{'), query).to.equal(true);
      for (const name of named) expect([...seen.types.keys()], query).to.include(name);
    }
  });

  it('select by labels that these metrics have, and by values that occur', () => {
    const added = ['job', 'instance', 'le'];
    for (const { metric, label, values } of queries().flatMap(selectionsIn)) {
      if (added.includes(label)) continue;
      const lines = seen.lines.filter((line) => line.startsWith(`${metric}{`) || line.startsWith(`${metric}_bucket{`));
      expect(
        lines.some((line) => line.includes(`${label}="`)),
        `${metric} has ${label}`,
      ).to.equal(true);
      const statuses = /^[1-5]xx$/;
      for (const value of values.filter((one) => !statuses.test(one)))
        expect(
          lines.some((line) => line.includes(`${label}="${value}"`)),
          `${metric} has ${value}`,
        ).to.equal(true);
    }
  });

  it('say for each alert what it is, how urgent, and what to do', () => {
    expect(alerts).to.have.length.greaterThan(10);
    for (const { alert, expr, labels, annotations } of alerts) {
      expect(alert, 'its name').to.match(/^Bridge[A-Za-z]+$/);
      expect(expr).to.be.a('string').that.is.not.empty;
      expect(isRecord(labels) && labels['severity'], textOf(alert)).to.be.oneOf(['page', 'ticket']);
      for (const key of ['summary', 'runbook'])
        expect(textOf(isRecord(annotations) ? annotations[key] : ''), `${textOf(alert)}: ${key}`).to.match(/\S{3}/);
    }
    expect(new Set(alerts.map(({ alert }) => alert)).size).to.equal(alerts.length);
  });

  it('have a row for each alert on the operator’s page, as urgent as the rule, and none of an alert that is not', () => {
    const rule = ({ alert, labels }: Json) => ({
      name: alert,
      isUrgent: isRecord(labels) && labels['severity'] === 'page',
    });
    expect(told.map(({ name, isUrgent }) => ({ name, isUrgent }))).to.have.deep.members(alerts.map(rule));
    for (const { name, ...cells } of told)
      for (const cell of [cells.meaning, cells.look, cells.remedy]) expect(cell, name).to.match(/\S{3}/);
  });

  it('are explained there by metrics and codes that exist', () => {
    for (const { name, meaning, look, remedy } of told) {
      const words = `${meaning} ${look} ${remedy}`;
      for (const metric of metricsIn(words, seen.types)) expect([...seen.types.keys()], name).to.include(metric);
      for (const [, code] of look.matchAll(/`([a-z]+\.[a-z_]+)`/g)) expect(isFaultCode(code), code).to.equal(true);
    }
  });

  it('point to pages that exist', () => {
    const pages = [...rules.matchAll(/\bdocs\/[a-z-]+\.md/g), ...dashboard.matchAll(/\bdocs\/[a-z-]+\.md/g)];
    expect(pages).to.have.length.greaterThan(0);
    for (const [path] of pages) expect(existsSync(path), path).to.equal(true);
  });

  it('show every metric of the bridge on the dashboard', () => {
    const shown = new Set(textsUnder(board, 'expr').flatMap((query) => metricsIn(query, seen.types)));
    expect(ours.filter((name) => !shown.has(name))).to.deep.equal([]);
  });

  it('describe every metric with its labels on the page, and none that does not exist', () => {
    const described = [...page.matchAll(/^\| `(poshub_bridge_[a-z_]+)`\s*\|([^|]*)\|/gm)];
    expect(described.map(([, name]) => name).sort()).to.deep.equal([...ours].sort());
    for (const [, name = '', labels = ''] of described) {
      const line = seen.lines.find((one) => one.startsWith(`${name}{`) || one.startsWith(`${name}_sum{`)) ?? '';
      const has = [...line.matchAll(/([a-z_]+)="/g)].map(([, label]) => label).sort();
      const told = [...labels.matchAll(/`([a-z_]+)`/g)].map(([, label]) => label).sort();
      expect(told, name).to.deep.equal(has);
    }
  });
});
