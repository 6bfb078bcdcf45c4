import { useEffect, useId, useRef, useState, type ReactNode } from 'react';
import classes from './Dropdown.module.css';
import { placeNear } from './placeNear.ts';

export interface DropdownProps {
  /** Names the panel to those who do not see it. */
  label: string;
  /** The button that opens it: spread `target` on it (`popoverTarget` and what tells its state). */
  renderTarget: (target: {
    popoverTarget: string;
    'aria-expanded': boolean;
    'aria-haspopup': 'dialog';
  }) => ReactNode;
  /** Rendered while it is open. */
  children: (close: () => void) => ReactNode;
}

/**
 * A button with a panel below it. The browser does the rest (`popover`): top layer, Escape and clicks beside it close it,
 * the focus goes back to the button.
 */
export function Dropdown({ label, renderTarget, children }: DropdownProps) {
  const id = useId();
  const wrapper = useRef<HTMLSpanElement>(null);
  const [panel, setPanel] = useState<HTMLDivElement | null>(null);
  const [opened, setOpened] = useState(false);

  // The panel grows when what is in it arrives.
  useEffect(() => {
    // The button itself: what wraps it for a tooltip has no box of its own.
    const target = wrapper.current?.querySelector('[popovertarget]');
    if (!opened || !panel || !target) return;
    const observer = new ResizeObserver(() => placeNear(panel, target, 'start'));
    observer.observe(panel);
    return () => observer.disconnect();
  }, [opened, panel]);

  return (
    <span ref={wrapper} className={classes.wrapper}>
      {renderTarget({ popoverTarget: id, 'aria-expanded': opened, 'aria-haspopup': 'dialog' })}
      <div
        ref={setPanel}
        id={id}
        popover="auto"
        role="dialog"
        aria-label={label}
        className={classes.panel}
        onToggle={(event) => setOpened(event.newState === 'open')}
      >
        {opened && children(() => panel?.hidePopover())}
      </div>
    </span>
  );
}
