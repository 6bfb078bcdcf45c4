import { clearMilestones, Opening, Reader, type Imaging } from '../../imaging/index.ts';
import { askAfterImages } from '../session/index.ts';

/** The rooms that are open, by their current study. */
const rooms = new Map<string, Reader>();
let begunIsTaken = false;

/**
 * The room for a current study: opened at the first call, the same one until it is left. A page may begin to render more than
 * once before it is on the screen; its study is opened once all the same.
 *
 * @param wanted the studies in the address (`uid[,uid]`), the current one first
 * @param begun the opening that the page's first script started; serves the first room, if that is for its studies
 */
export function enterRoom(
  imaging: Imaging,
  begun: Opening | undefined,
  current: string,
  wanted: string,
): Reader {
  const open = rooms.get(current);
  if (open) return open;
  const room = new Reader(imaging, takeBegun(begun, wanted) ?? newOpening(imaging, wanted));
  rooms.set(current, room);
  askAfterImages(room);
  return room;
}

/** Gives back what the room holds. */
export function leaveRoom(current: string): void {
  rooms.get(current)?.close();
  rooms.delete(current);
}

function takeBegun(begun: Opening | undefined, wanted: string): Opening | undefined {
  if (begunIsTaken || begun?.studyInstanceUids.join(',') !== wanted) return undefined;
  begunIsTaken = true;
  return begun;
}

function newOpening(imaging: Imaging, wanted: string): Opening {
  const stage = document.getElementById('opening');
  if (!stage) throw new Error('index.html has no element with the id "opening"');
  clearMilestones();
  return new Opening(imaging.loader, wanted.split(','), stage);
}
