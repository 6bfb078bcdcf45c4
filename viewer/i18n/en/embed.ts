import type { TextsLike } from '../texts.ts';
import type { embed as zh } from '../zh-CN/embed.ts';

export const embed: TextsLike<typeof zh> = {
  ended: 'Viewing has ended',
  expired: 'Viewing has timed out',
  openAgain: 'Open the images again from the hospital system.',
};
