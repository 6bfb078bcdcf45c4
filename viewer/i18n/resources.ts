import { common as enCommon } from './en/common.ts';
import { readingRoom as enReadingRoom } from './en/readingRoom.ts';
import { worklist as enWorklist } from './en/worklist.ts';
import { common } from './zh-CN/common.ts';
import { readingRoom } from './zh-CN/readingRoom.ts';
import { worklist } from './zh-CN/worklist.ts';

export const resources = {
  'zh-CN': { common, worklist, readingRoom },
  en: { common: enCommon, worklist: enWorklist, readingRoom: enReadingRoom },
};
