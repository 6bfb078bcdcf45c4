import { IconArrowBackUp, IconArrowForwardUp } from '@tabler/icons-react';
import { useSyncExternalStore } from 'react';
import { IconButton } from '../../../ui/index.ts';
import { useCommandLabel } from '../useCommand.ts';
import type { GroupProps } from './DisplayGroup.tsx';
import { icon } from './icon.ts';

/** Takes back what was drawn and changed of measurements. Window and camera have their reset instead. */
export function EditGroup({ reader, actions }: GroupProps) {
  const labelOf = useCommandLabel();
  const { measurements } = reader;
  const { canUndo, canRedo } = useSyncExternalStore(
    (listener) => {
      measurements.addEventListener('change', listener);
      return () => measurements.removeEventListener('change', listener);
    },
    () => measurements.state,
  );
  return (
    <>
      <IconButton
        size="lg"
        {...labelOf('edit.undo')}
        icon={<IconArrowBackUp {...icon} />}
        disabled={!canUndo}
        onClick={actions['edit.undo']}
      />
      <IconButton
        size="lg"
        {...labelOf('edit.redo')}
        icon={<IconArrowForwardUp {...icon} />}
        disabled={!canRedo}
        onClick={actions['edit.redo']}
      />
    </>
  );
}
