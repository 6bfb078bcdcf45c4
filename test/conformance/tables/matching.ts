import { muller, ct, newestFirst, zhang } from '../support/collection.ts';
import { studies } from '../support/searches.ts';
import type { Transaction } from '../support/Transaction.ts';

/** The patient of the demo has that name too, there with its pinyin. */
const zhangs = [ct.study, zhang.study];

const byAttribute: readonly Transaction[] = [
  studies('', newestFirst),
  // 8.3.4.1: keyword or tag; single value, UID list, universal, wild card and range matching (PS3.4 C.2.2.2)
  studies('PatientID=ZYS-1', [zhang.study]),
  studies('00100020=ZYS-1', [zhang.study]),
  studies('PatientID=', newestFirst),
  studies('PatientID=*', newestFirst),
  studies('PatientID=ZYS-*', [zhang.study]),
  studies('PatientID=%3F-2'.replace('%3F', '?'), [muller]),
  studies('AccessionNumber=ACC-511', [zhang.study]),
  studies('StudyDescription=Br*n', [zhang.study]),
  studies('ModalitiesInStudy=MR', [zhang.study]),
  studies('ModalitiesInStudy=CT', [ct.study, muller]),
  studies('StudyDate=20240229', [muller]),
  studies('StudyDate=20240301-20251103', [zhang.study]),
  studies('StudyDate=20251103-', [ct.study, zhang.study]),
  studies('StudyDate=-20251103', [zhang.study, muller]),
  studies('StudyDate=-20251103&StudyTime=0800-0900', [zhang.study]),
  studies('StudyTime=235959-', [muller]),
  studies('StudyTime=0830-0830&PatientID=ZYS-1', [zhang.study]),
  studies(`StudyInstanceUID=${zhang.study},${muller}`, [zhang.study, muller]),
  studies(`StudyInstanceUID=${zhang.study}\\${ct.study}`, [ct.study, zhang.study]),
  studies('StudyInstanceUID=9.9.9', []),
  studies('PatientName=müller^*', [muller]),
  studies('PatientName=张^云山', zhangs),
  studies('PatientName=张*', zhangs),
  studies('PatientName=zys', []),
];

const byNameRead: readonly Transaction[] = [
  'zhang yun shan',
  'zhangyunshan',
  'Zhang^Yunshan',
  'yunshan zhang',
  'zys',
  '张云山',
  '张',
  '云山',
  '*zhang*',
].map((name) => studies(`fuzzymatching=true&PatientName=${name}`, zhangs, { clause: '8.3.4.2' }));

/** What searches for studies find, by each kind of matching. */
export const matchingTransactions: readonly Transaction[] = [
  ...byAttribute,
  ...byNameRead,
  studies('fuzzymatching=true&PatientName=muller', [muller], { clause: '8.3.4.2' }),
  studies('fuzzymatching=true&PatientName=li', [], { clause: '8.3.4.2' }),
  studies('emptyvaluematching=true&AccessionNumber=""', [muller], { clause: '8.3.4.5' }),
  studies('multiplevaluematching=true&PatientID=M-2\\ZYS*', [zhang.study, muller], { clause: '8.3.4.6' }),
];
