import { defineConfig } from 'vitest/config';

// The workspace is run from its sources, as under Jest.
const conditions = ['@millrace/source', 'node', 'import'];

// oxlint-disable-next-line import/no-default-export -- Vitest reads it so.
export default defineConfig({
  root: import.meta.dirname,
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: { include: ['*.vitest.ts'], server: { deps: { inline: [/@millrace/] } } },
});
