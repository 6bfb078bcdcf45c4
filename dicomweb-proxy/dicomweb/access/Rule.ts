import type { InstanceRecord, SeriesRecord, StudyRecord } from '../../archive/index.ts';
import type { Right } from './Guard.ts';

/** Which records a rule is about, and what is handed over once they are checked. */
export interface CheckedRecords {
  study: { readonly study: StudyRecord };
  series: { readonly study: StudyRecord; readonly series: SeriesRecord };
  instance: { readonly study: StudyRecord; readonly series: SeriesRecord; readonly instance: InstanceRecord };
  /** All that may be seen, the newest first. */
  studies: { readonly studies: readonly StudyRecord[] };
}
export type RecordLevel = Exclude<keyof CheckedRecords, 'studies'>;

/**
 * Who may use a route: who has the right, on the study of the address (`:study`, `:series`, `:instance`), for searches on whatever they
 * may see, or where no study is concerned; or whoever is signed in, for what is their own; or everybody, and why that does no harm.
 */
export type Rule =
  | Row<{ right: Right; of: keyof CheckedRecords }>
  | Row<{ right: Right }>
  | Row<{ signedIn: string }>
  | Row<{ open: string }>;

/** One kind of rule: nothing of the others stands in it. */
type Row<Given extends Partial<Words>> = Readonly<Given> & {
  readonly [Word in Exclude<keyof Words, keyof Given>]?: never;
};
interface Words {
  right: Right;
  of: keyof CheckedRecords;
  signedIn: string;
  open: string;
}

/** What a handler gets under a rule. */
export type Checked<R extends Rule> = R extends { readonly of: infer L extends keyof CheckedRecords }
  ? CheckedRecords[L]
  : Record<never, never>;
