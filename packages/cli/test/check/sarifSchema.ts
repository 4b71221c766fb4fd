const text = { type: 'string', minLength: 1 };

function object(required: readonly string[], properties: object): object {
  return { type: 'object', required, properties, additionalProperties: false };
}

const message = object(['text'], { text });
const rule = object(['id'], { id: text, shortDescription: message, fullDescription: message, help: message });
const artifactLocation = object(['uri'], { uri: { type: 'string', format: 'uri-reference', minLength: 1 } });
const region = object([], { startLine: { type: 'integer', minimum: 1 } });
const location = object([], { physicalLocation: object(['artifactLocation'], { artifactLocation, region }) });
const result = object(['message'], {
  ruleId: text,
  level: { enum: ['none', 'note', 'warning', 'error'] },
  message,
  partialFingerprints: { type: 'object', additionalProperties: text },
  locations: { type: 'array', items: location },
});
const driver = object(['name'], {
  name: text,
  version: text,
  rules: { type: 'array', items: rule, uniqueItems: true },
});

/** The part of SARIF 2.1.0 (OASIS, sections 3.13 to 3.30) that the command uses: nothing else may be in it. */
export const sarifSchema = object(['version', 'runs'], {
  $schema: text,
  version: { const: '2.1.0' },
  runs: {
    type: 'array',
    items: object(['tool'], { tool: object(['driver'], { driver }), results: { type: 'array', items: result } }),
  },
});
