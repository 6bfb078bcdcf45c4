import type { ActiveTool, Reader } from '../../imaging/index.ts';
import { commandIds, groupOf, presetNumber, type CommandId } from '../settings/index.ts';
import { toggleFusion } from './overlays/index.ts';
import type { RoomCommands } from './roomCommands.ts';
import { toggleKeyImage } from './saving/index.ts';
import { volumeAction } from './volume3d/index.ts';

/** What only the page can do. */
export interface PageActions {
  showKeys: () => void;
  showSettings: () => void;
  save: () => void;
  toggleVolume3d: () => void;
  /** No series can be fused with what is shown. */
  sayNoFusion: () => void;
}

/** Slices that PageUp and PageDown skip. */
const pageOfSlices = 10;

type OtherCommand = Exclude<CommandId, `tool.${string}` | `preset.${string}`>;

/** What each command does: the same for keys, buttons and menus. */
export function keyActions(
  reader: Reader,
  commands: RoomCommands,
  page: PageActions,
): Record<CommandId, () => void> {
  const others: Record<OtherCommand, () => void> = {
    'slice.previous': () => commands.scrollBy(-1),
    'slice.next': () => commands.scrollBy(1),
    'slice.pageUp': () => commands.scrollBy(-pageOfSlices),
    'slice.pageDown': () => commands.scrollBy(pageOfSlices),
    'slice.first': () => commands.scrollToEnd('first'),
    'slice.last': () => commands.scrollToEnd('last'),
    'series.previous': () => commands.showSeriesBy(-1),
    'series.next': () => commands.showSeriesBy(1),
    'cine.toggle': commands.toggleCine,
    'cine.slower': () => commands.changeCineRate(-1),
    'cine.faster': () => commands.changeCineRate(1),
    'display.invert': commands.invert,
    'display.flipHorizontal': () => commands.flip('horizontal'),
    'display.flipVertical': () => commands.flip('vertical'),
    'display.rotateLeft': () => commands.rotateBy(-90),
    'display.rotateRight': () => commands.rotateBy(90),
    'display.oneToOne': commands.oneToOne,
    'display.interpolation': commands.toggleInterpolation,
    'display.overlays': () => reader.setHidden({ overlays: !reader.state.hidden.overlays }),
    'display.shutter': () => reader.setHidden({ shutters: !reader.state.hidden.shutters }),
    'display.reset': commands.reset,
    'layout.volume3d': page.toggleVolume3d,
    'display.fusion': () => void toggleFusion(reader, reader.state.selected, page.sayNoFusion),
    'display.fused': () => reader.overlays.toggleAll(reader.state.selected),
    'layout.maximise': commands.toggleMaximised,
    'layout.nextViewport': () => commands.selectBy(1),
    'layout.previousViewport': () => commands.selectBy(-1),
    'layout.referenceLines': commands.toggleReferenceLines,
    'layout.report': () => reader.examReports.toggle(),
    'edit.undo': commands.undo,
    'edit.redo': commands.redo,
    'edit.keyImage': () => toggleKeyImage(reader),
    'edit.save': page.save,
    'help.keys': page.showKeys,
    'help.settings': page.showSettings,
  };
  const actionOf = (command: CommandId): (() => void) => {
    const number = presetNumber(command);
    if (number !== undefined) return () => commands.presetByNumber(number);
    if (groupOf(command) === 'tool')
      return () => reader.activateTool(command.slice('tool.'.length) as ActiveTool);
    return others[command as OtherCommand];
  };
  const act = (command: CommandId): void => {
    const volume = reader.volume3d.view(reader.state.selected);
    ((volume && volumeAction(volume, command)) ?? actionOf(command))();
  };
  return Object.fromEntries(commandIds.map((command) => [command, () => act(command)])) as Record<
    CommandId,
    () => void
  >;
}
