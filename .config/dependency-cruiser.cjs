/** The import rules of the house: docs/architecture.md says why. */
const npm = 'node_modules';
module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    { name: 'core-imports-itself-only', severity: 'error', from: { path: '^core/src' }, to: { pathNot: '^core/src' } },
    {
      name: 'domain-imports-domain-only',
      severity: 'error',
      from: { path: '^core/src/domain' },
      to: { pathNot: '^core/src/domain' },
    },
    {
      name: 'ports-import-domain-only',
      severity: 'error',
      from: { path: '^core/src/ports' },
      to: { pathNot: '^core/src/(ports|domain)' },
    },
    {
      name: 'adapters-import-core-axios-ajv',
      severity: 'error',
      from: { path: '^adapters/([^/]+)/src' },
      to: {
        pathNot: [
          '^adapters/$1/src',
          '^core/(src|dist)/index',
          `${npm}/(axios|ajv|ajv-formats|json-schema-to-ts)/`,
          '^(node:)?(crypto|url|buffer)$',
        ],
      },
    },
    {
      name: 'host-imports-no-vendor-adapter',
      severity: 'error',
      from: { path: '^host/src' },
      to: { path: '^adapters/(?!pos-hub/)' },
    },
    {
      name: 'host-imports-no-test',
      severity: 'error',
      from: { path: '^host/src', pathNot: '^host/src/cli/kit' },
      to: { path: '^test/' },
    },
    {
      name: 'platform-only-in-the-composition-root',
      severity: 'error',
      from: { path: '^host/src', pathNot: '^host/src/container' },
      to: { path: '^adapters/pos-hub' },
    },
    {
      name: 'inversify-only-in-the-composition-root',
      severity: 'error',
      from: { pathNot: '^host/src/container' },
      to: { path: `${npm}/(inversify|reflect-metadata)/` },
    },
    {
      name: 'packages-are-entered-by-their-front-door',
      severity: 'error',
      from: { path: '^(adapters|host|test/kit)' },
      to: { path: '^core/(src|dist)/', pathNot: '^core/(src|dist)/index' },
    },
    {
      name: 'kit-does-not-import-the-bridge',
      severity: 'error',
      from: { path: '^test/kit/src/(till|hub|square|lightspeed-k|fake)/' },
      to: { path: '^(core|adapters|host)/' },
    },
    {
      name: 'chaos-checker-shares-no-code-with-what-it-judges',
      severity: 'error',
      from: { path: '^test/chaos/check/' },
      to: { pathNot: ['^test/chaos/check/', '^test/chaos/world/', '^test/kit/(src|dist)/demo/json[.]'] },
    },
    {
      name: 'chaos-checker-knows-the-world-by-its-types-only',
      severity: 'error',
      from: { path: '^test/chaos/check/' },
      to: { path: '^test/chaos/world/', dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    doNotFollow: { path: ['node_modules', 'dist'] },
    // What a package of the house declares is what an import of it by name leads to.
    exclude: { path: '^(?!(core|adapters|host|test)/).*\\.d\\.ts$' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['types', 'import', 'default'] },
  },
};
