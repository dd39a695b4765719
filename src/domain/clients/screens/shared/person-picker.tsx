// Choosing a person on file, for the office forms of the modules above.

export { PersonPicker } from '../office/PersonPicker.tsx';
