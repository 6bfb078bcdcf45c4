/** What was done to the archive through one proxy, as the others are told. */
export type ArchiveNews =
  | { readonly kind: 'stored' }
  | {
      readonly kind: 'deleted';
      readonly level: 'series' | 'instances';
      readonly archiveIds: readonly string[];
    };

/** undefined for what is no news of ours: another version may run beside this one. */
export function parseNews(news: unknown): ArchiveNews | undefined {
  const { kind, level, archiveIds } = (news ?? {}) as Partial<Record<string, unknown>>;
  if (kind === 'stored') return { kind };
  if (kind !== 'deleted' || (level !== 'series' && level !== 'instances')) return undefined;
  if (!Array.isArray(archiveIds) || !archiveIds.every((id) => typeof id === 'string')) return undefined;
  return { kind, level, archiveIds };
}
