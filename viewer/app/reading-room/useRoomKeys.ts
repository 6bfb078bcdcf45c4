import { useEffect } from 'react';
import { chordOf, commandsByChord, type ChosenKeys, type CommandId } from '../settings/index.ts';

/** The keys of the reading room as the reader has them, wherever the focus is but in a field one types in. */
export function useRoomKeys(actions: Record<CommandId, () => void>, keys: ChosenKeys): void {
  useEffect(() => {
    const commands = commandsByChord(keys);
    const onKeyDown = (event: KeyboardEvent): void => {
      if ((event.defaultPrevented && !isImage(event.target)) || isTyping(event.target)) return;
      if ((event.key === 'Enter' || event.key === ' ') && isPressable(event.target)) return;
      const chord = chordOf(event);
      const command = chord === undefined ? undefined : commands.get(chord);
      if (!command) return;
      event.preventDefault();
      actions[command]();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [actions, keys]);
}

/** The engine prevents the default of every key on its own elements, whether it does anything with it or not. */
function isImage(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('[data-viewport-uid]') !== null;
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    target.closest('input, textarea, select, [contenteditable], [role=menu], [role=dialog], dialog') !== null
  );
}

/** Enter and Space on a focused button or link do what that is for; on one that the mouse has left behind they are keys of the room. */
function isPressable(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && target.closest('button:focus-visible, a[href]:focus-visible') !== null
  );
}
