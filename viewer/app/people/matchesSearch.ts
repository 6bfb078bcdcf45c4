import type { Person } from '../../identity/index.ts';

/** Whether each word of a search is found in what a person is called, or where they work; upper and lower case alike. */
export function matchesSearch(person: Person, search: string): boolean {
  const { name, login, phone, institutions, departments } = person;
  const text = [name, login, phone ?? '', ...institutions, ...departments]
    .join('\n')
    .normalize('NFKC')
    .toLowerCase();
  const words = search.normalize('NFKC').toLowerCase().split(/\s+/).filter(Boolean);
  return words.every((word) => text.includes(word));
}
