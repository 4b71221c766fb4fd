// The arrows of docs/ARCHITECTURE.md and no other.
const mayUse = {
  records: [],
  handler: ['records'],
  simulator: ['records'],
  jest: ['simulator'],
  live: ['simulator', 'records'],
  templates: ['simulator', 'records'],
  effects: ['simulator', 'records'],
  explore: ['effects', 'simulator', 'records'],
  cli: ['explore', 'effects', 'templates', 'live', 'simulator', 'records'],
};
const packages = Object.keys(mayUse);

/** Floors, lowest first: each may use all those below it. Those at the side may use every floor, and none uses them. */
function stacked(floors, atTheSide) {
  return Object.fromEntries([
    ...floors.map((floor, place) => [floor, floors.slice(0, place)]),
    ...atTheSide.map((side) => [side, floors]),
  ]);
}

// The folders of a package's src, lowest first, each with those it may use. None uses the entry files that lie beside them.
const folders = {
  records: {
    words: [],
    wire: ['words'],
    definition: ['wire', 'words'],
    decoding: ['definition', 'wire', 'words'],
    encoding: ['definition', 'wire', 'words'],
  },
  handler: {
    options: [],
    call: ['options'],
    batch: ['call', 'options'],
    bulk: ['batch', 'call', 'options'],
    window: ['batch', 'call', 'options'],
    idempotency: ['options'],
  },
  jest: {
    words: [],
    matchers: ['words'],
  },
  templates: {
    values: [],
    reading: ['values'],
    source: ['reading', 'values'],
    cloudformation: ['source', 'reading', 'values'],
    cdk: ['source', 'reading', 'values'],
    answers: ['source', 'reading', 'values'],
    serverless: ['cloudformation', 'source', 'reading', 'values'],
    terraform: ['source', 'reading', 'values'],
  },
  simulator: stacked(
    ['words', 'filter', 'mapping', 'core', 'destination', 'scenario', 'stream', 'trace', 'function', 'run', 'check'],
    ['node'],
  ),
  // `dynamodb`, `protocol` and `services` lie within standIns, as they are parts of it.
  effects: stacked(['call', 'observer', 'standIns', 'intercept'], []),
  cli: stacked(['shell', 'mapping', 'recording', 'running'], ['capture', 'check', 'explore', 'filter', 'replay']),
  explore: stacked(['faults', 'running', 'judging', 'story', 'search', 'matcher', 'histories'], ['check']),
};
const folderRules = Object.entries(folders).flatMap(([name, mayUseFolders]) => [
  {
    name: `${name}-has-no-folder-without-a-place`,
    severity: 'error',
    from: {
      path: `^packages/${name}/src/[^/]+/`,
      pathNot: `^packages/${name}/src/(${Object.keys(mayUseFolders).join('|')})/`,
    },
    to: {},
  },
  ...Object.entries(mayUseFolders).map(([folder, used]) => ({
    name: `${name}-${folder}-points-down`,
    severity: 'error',
    from: { path: `^packages/${name}/src/${folder}/` },
    to: { path: `^packages/${name}/src/`, pathNot: `^packages/${name}/src/(${[folder, ...used].join('|')})/` },
  })),
]);

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    ...packages.map((name) => ({
      name: `${name}-keeps-to-its-arrows`,
      severity: 'error',
      from: { path: `^packages/${name}/src` },
      to: {
        path: `^packages/(${packages.filter((other) => other !== name && !mayUse[name].includes(other)).join('|')})/`,
      },
    })),
    ...folderRules,
    {
      name: 'deployed-code-reaches-no-node-built-in',
      severity: 'error',
      from: { path: '^packages/(records|handler)/src' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'only-idempotency-knows-powertools-and-the-sdk',
      severity: 'error',
      from: { path: '^packages/handler/src', pathNot: '^packages/handler/src/idempotency' },
      to: { path: 'node_modules/(@aws-lambda-powertools|@aws-sdk)/' },
    },
    {
      name: 'the-core-of-the-simulator-reaches-no-edge',
      severity: 'error',
      from: { path: '^packages/simulator/src', pathNot: '^packages/simulator/src/node' },
      to: { dependencyTypes: ['core'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)dist/' },
    tsConfig: { fileName: 'tsconfig.base.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['@millrace/source', 'import', 'require', 'node', 'default', 'types'],
    },
  },
};
