import { useEffect } from 'react';
import type { ActiveTool } from '../../imaging/index.ts';
import type { RoomCommands } from './roomCommands.ts';

export interface RoomKeyActions {
  commands: RoomCommands;
  activate: (tool: ActiveTool) => void;
  toggleMaximised: () => void;
  showKeys: () => void;
}

/** Slices that PageUp and PageDown skip. */
const pageOfSlices = 10;

/** The keys of the reading room, wherever the focus is but in a field one types in. */
export function useRoomKeys(actions: RoomKeyActions): void {
  useEffect(() => {
    const bindings = keyBindings(actions);
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      if (event.key === 'Enter' && isPressable(event.target)) return;
      const action = bindings[event.key.length === 1 ? event.key.toLowerCase() : event.key];
      if (!action) return;
      event.preventDefault();
      action();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [actions]);
}

function keyBindings({
  commands,
  activate,
  toggleMaximised,
  showKeys,
}: RoomKeyActions): Record<string, () => void> {
  const presets = Object.fromEntries(
    Array.from({ length: 10 }, (_, number) => [String(number), () => commands.presetByNumber(number)]),
  );
  return {
    ...presets,
    ArrowUp: () => commands.scrollBy(-1),
    ArrowDown: () => commands.scrollBy(1),
    ArrowLeft: () => commands.scrollBy(-1),
    ArrowRight: () => commands.scrollBy(1),
    PageUp: () => commands.scrollBy(-pageOfSlices),
    PageDown: () => commands.scrollBy(pageOfSlices),
    Home: () => commands.scrollToEnd('first'),
    End: () => commands.scrollToEnd('last'),
    w: () => activate('window'),
    p: () => activate('pan'),
    z: () => activate('zoom'),
    s: () => activate('scroll'),
    i: commands.invert,
    h: () => commands.flip('horizontal'),
    v: () => commands.flip('vertical'),
    f: commands.reset,
    Enter: toggleMaximised,
    '?': showKeys,
  };
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    target.closest('input, textarea, select, [contenteditable], [role=menu], [role=dialog]') !== null
  );
}

/** Enter on a focused button or link does what that is for. */
function isPressable(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('button, a[href]') !== null;
}
