export { AdministrationPage } from './AdministrationPage.tsx';
export { LoadState } from './LoadState.tsx';
export { NamesField, namesAsSuggestions, type Suggestion } from './NamesField.tsx';
