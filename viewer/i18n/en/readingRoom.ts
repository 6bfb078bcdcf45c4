import type { TextsLike } from '../texts.ts';
import type { readingRoom as zh } from '../zh-CN/readingRoom.ts';

export const readingRoom: TextsLike<typeof zh> = {
  title: 'Reading',
};
