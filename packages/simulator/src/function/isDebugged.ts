interface Inspector {
  url(): string | undefined;
}

/** Says whether this is a process that a debugger may have stopped; where there is no Node, it is none. */
export function isDebugged(): boolean {
  const { process: node } = globalThis as {
    readonly process?: { readonly execArgv?: readonly string[]; getBuiltinModule?(name: string): unknown };
  };
  const inspector = node?.getBuiltinModule?.('node:inspector') as Inspector | undefined;
  // Node before 20.16 has no other way to ask without an import, which would tie the simulator to Node.
  if (inspector === undefined) return node?.execArgv?.some((flag) => flag.startsWith('--inspect')) ?? false;
  return inspector.url() !== undefined;
}
