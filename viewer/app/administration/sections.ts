import {
  IconBuildingHospital,
  IconDevices,
  IconKey,
  IconListCheck,
  IconListSearch,
  IconShare2,
  IconUrgent,
  IconUsers,
  type Icon,
} from '@tabler/icons-react';

/** A page of the administration: where it is, and who may open it. */
export interface Section {
  /** Its name is `administration:sections.<id>`. */
  readonly id: string;
  readonly path: string;
  /** The right that it needs; the server asks for it again. */
  readonly right: 'administrate' | 'audit';
  readonly icon: Icon;
}

/**
 * All of them, in the order of the menu and of the tabs. Another one: a line here, its name in both languages, its route in
 * `App.tsx` and its address in `server/viewerFiles.ts`.
 */
export const sections = [
  { id: 'people', path: '/people', right: 'administrate', icon: IconUsers },
  { id: 'his', path: '/his', right: 'administrate', icon: IconBuildingHospital },
  { id: 'sharing', path: '/sharing', right: 'administrate', icon: IconShare2 },
  { id: 'audit', path: '/audit', right: 'audit', icon: IconListSearch },
  { id: 'rules', path: '/rules', right: 'administrate', icon: IconListCheck },
  { id: 'keys', path: '/keys', right: 'administrate', icon: IconKey },
  { id: 'sessions', path: '/sessions', right: 'administrate', icon: IconDevices },
  { id: 'emergencies', path: '/emergencies', right: 'audit', icon: IconUrgent },
] as const satisfies readonly Section[];

export type SectionId = (typeof sections)[number]['id'];

export const sectionPaths: readonly string[] = sections.map(({ path }) => path);

/** Those that somebody may open. */
export const sectionsFor = (rights: readonly string[]): readonly (typeof sections)[number][] =>
  sections.filter(({ right }) => rights.includes(right));
