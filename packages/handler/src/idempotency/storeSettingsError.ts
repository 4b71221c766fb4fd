/** The persistence layer was configured before, otherwise: Powertools keeps the first settings and ignores the rest. */
export class StoreSettingsError extends Error {
  override readonly name = 'StoreSettingsError';
  readonly code = 'StoreSettingsError';
  /** The settings in which the layer differs from what is asked of it. */
  readonly settings: readonly string[];

  constructor(settings: readonly string[]) {
    super(
      `This persistence layer already has other settings (${settings.join(', ')}), and a layer keeps its first: records ` +
        'would be keyed or forgotten by rules that are not yours. Make one persistence layer for each set of settings ' +
        '(they may share the table).',
    );
    this.settings = settings;
  }
}
