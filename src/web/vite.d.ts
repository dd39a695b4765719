// What Vite adds to the language of the web programs.
declare module '*.css';
/** The product's version, from package.json. */
declare const __VERSION__: string;
