import { allLinked, type Links, type Reader } from '../../imaging/index.ts';

/** How places of one viewport are found in another. */
export interface RegistrationReport {
  /** Patient mm of the first to patient mm of the second: 16 numbers, row-major. */
  matrix: number[];
  /** `poor` is not followed until somebody accepts it; `manual` was set by a person. */
  quality: 'good' | 'poor' | 'manual';
  method: 'frameOfReference' | 'translation' | 'rigid' | 'manual';
  /** From the wish for it until it was known, loading included. */
  seconds: number;
}

/** The current study beside priors. */
export interface ComparisonCalls {
  /**
   * The current study first, then one to three others, laid out beside each other; only the current one ends it. Resolves when
   * every viewport has its series. Another current study than the open one is opened in its place.
   */
  compare(studyUIDs: string[]): Promise<void>;
  /** Which things go together; what is not named stays as it is. */
  setLinks(links: Partial<Links>): Promise<void>;
  getLinks(): Promise<Links>;
  /** Null while it is unknown. */
  getRegistration(fromIndex: number, toIndex: number): Promise<RegistrationReport | null>;
  /** What viewport `index` shows is the same place as what the current study shows. */
  linkHere(index: number): Promise<void>;
  /** Shifts the exam in viewport `index` against the current one, by its slices or by mm along its normal. */
  shiftLink(index: number, by: { slices: number } | { mm: number }): Promise<void>;
  /** Takes back `linkHere` and `shiftLink`. */
  resetLink(index: number): Promise<void>;
  /** Follows the registration of viewport `index` although it is poor. */
  acceptRegistration(index: number): Promise<void>;
}

/** @param open goes to these studies through the page's own navigation */
export const comparisonCalls = (
  reader: Reader,
  open: (studyUIDs: readonly string[]) => void,
): ComparisonCalls => ({
  compare: async (studyUIDs) => {
    const [current, ...others] = studyUIDs;
    if (current === undefined) throw new RangeError('no study is named');
    const isOpen = current === reader.state.studies[0]?.studyInstanceUid;
    // First, so that what cannot be laid out is not put into the address either.
    if (isOpen) await reader.comparison.show(others);
    open(studyUIDs);
  },
  setLinks: async (links) => {
    for (const [name, on] of Object.entries(links))
      if (!(name in allLinked) || typeof on !== 'boolean')
        throw new RangeError(
          `no link: ${name} ${String(on)} (${Object.keys(allLinked).join(', ')}: true or false)`,
        );
    reader.comparison.linking.setLinks(links);
  },
  getLinks: async () => ({ ...reader.comparison.linking.links }),
  getRegistration: async (fromIndex, toIndex) => {
    for (const index of [fromIndex, toIndex])
      if (!Number.isInteger(index) || index < 0 || index >= reader.viewportCount)
        throw new RangeError(`there is no viewport ${index}`);
    const found = reader.comparison.registration(fromIndex, toIndex);
    if (!found) return null;
    const { matrix, quality, method, seconds } = found;
    return { matrix: [...matrix], quality, method, seconds };
  },
  linkHere: async (index) => reader.comparison.linkHere(index),
  shiftLink: async (index, by) => reader.comparison.shift(index, by),
  resetLink: async (index) => reader.comparison.resetLink(index),
  acceptRegistration: async (index) => reader.comparison.accept(index),
});
