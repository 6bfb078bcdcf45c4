import { commandIds, defaultKeys, type CommandId } from './commandIds.ts';

/** The chords a reader gave to commands; a command that is missing has its default ones. */
export type ChosenKeys = Readonly<Partial<Record<CommandId, readonly string[]>>>;

export const keysOf = (chosen: ChosenKeys, command: CommandId): readonly string[] =>
  chosen[command] ?? defaultKeys[command];

/** Which command a chord stands for. */
export function commandsByChord(chosen: ChosenKeys): ReadonlyMap<string, CommandId> {
  return new Map(commandIds.flatMap((command) => keysOf(chosen, command).map((chord) => [chord, command])));
}

/** The command that has the chord already, if it is another one. */
export function conflictOf(chosen: ChosenKeys, command: CommandId, chord: string): CommandId | undefined {
  return commandIds.find((other) => other !== command && keysOf(chosen, other).includes(chord));
}

/** Gives a chord to a command and takes it from whoever had it: a key does one thing. */
export function withChord(chosen: ChosenKeys, command: CommandId, chord: string): ChosenKeys {
  const owner = conflictOf(chosen, command, chord);
  const taken = owner && { [owner]: keysOf(chosen, owner).filter((one) => one !== chord) };
  return { ...chosen, ...taken, [command]: [chord] };
}
